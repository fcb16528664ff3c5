"""Words that say nothing by themselves, in Dutch and English."""

from __future__ import annotations

_FILLERS = """
de het een t n s d der den des mijn me mij m ik k je jij jou jouw u uw hij ie hem zijn haar hun hen ons onze we wij ze
zich die dat deze dit en of maar dan als ook wel nog al toch even gewoon eigenlijk echt heel
erg zo best beetje soort ofzo enzo hoi hallo hey hee hai doei ben bent is was waren wordt word worden werd werden
heb hebt heeft had hadden hebben kan kun kunt kunnen kon zal zullen zou zouden moet moeten moest mag mogen hoor
yo mn zn dr ff effe eve gwn eig eigelijk egt kk idd hb
the a an my i im me you your u he she his her its it they them their we us our this that these those and or but so
am is are was were be been being do does did have has had can could will would shall should may might just really
very also to of
"""

_WEAK = """
niet geen nooit niks niets iets er hier daar waar wat wie hoe waarom wanneer welke welk hoeveel aan af bij binnen
door in naar om onder op over per sinds te tegen tot tussen uit van vanaf via voor want met mee zonder na achter
altijd vaak soms steeds weer meer minder veel weinig alle alles allemaal iedereen iemand niemand ander andere anders
mensen kind kinderen jongere jongeren dag dagen keer tijd jaar nu straks later vandaag morgen gisteren doen doe doet
deed gedaan gaan ga gaat ging gegaan komen kom komt kwam laten laat liet maken maak maakt zeggen zeg zegt zei willen
wil wilt wilde wou weten weet wist vinden vind vindt vond krijgen krijg krijgt kreeg geven geef geeft gaf zien zie
ziet zag staan staat stond blijven blijf blijft bleef hoeven hoeft denk denken denkt dacht goed slecht leuk stom
raar gek mooi nieuw nieuwe oud groot klein eerste tweede laatste dingen ding ja nee ok oke graag misschien probleem
problemen vraag vragen help helpen helpt hulp tips tip advies samen elkaar volgens omdat zodat terwijl toen dus heen
weg thuis thuiskomen zelf eigen helemaal leven gevoel voelen voel voelt praten vertellen what who how why when where
which not no never nothing something anything everything everyone someone at on by for with without from about if
then than there here because after before up down out off get gets got go goes going make makes made wants like know
think say says said need people person thing things one two some any all more much many too again always sometimes
neef nicht oom tante buurman buurvrouw buurjongen buurmeisje man vrouw mannen vrouwen
uncle aunt cousin guy boy girl beginnen begint begon begonnen gebeurt gebeuren gebeurd gebeurde neem neemt nemen nam
mezelf mijzelf zichzelf jezelf
zit zitten zat lijkt lijken houden houdt opeens ineens vooral week weken maand maanden uur avond ochtend middag
praat feel feeling feels tell please right way time day
nie ni nit nix wrm wnr mss naa
"""

_PERSONAL = """
ik mij me mijn mezelf m ze hij zij hem haar we wij ons papa mama vader moeder vriend vriendin vriendje broer zus opa oma
ouders juf meester klas mn zn pa ma zusje broertje i my me he she they we dad mom
"""

PERSONAL = frozenset(_PERSONAL.split())
"""Who says one of these tells about people, and seldom asks for the weather."""

FILLERS = frozenset(_FILLERS.split())
"""Passed over, also within a phrase."""

WEAK = frozenset(_WEAK.split())
"""Searched with when nothing else was said, and counted for little; within a phrase they count."""
