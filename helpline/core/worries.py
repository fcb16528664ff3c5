"""Words with which children speak of what weighs on them. They only ever speak for a child, never against it."""

from __future__ import annotations

from collections.abc import Iterable

WHOLE_WORDS = """
help bang alleen kanker sla slaan slaat klappen raakt mes messen leven durf durfde durven boos moe slapen dromen
drinkt drank leeg haat zorgen aub pls meen sad alone hit hits die cut safe please gun
"""
"""Each is that very word."""
BEGINNINGS = """
hulp bange angst verdriet huil gehuild pest gepest uitgesloten buitengesloten buitensluiten eenzaam dood doden
overleden overlijd sterf gestorven begrafenis ziek ziekenhuis pijn gewond bloed slaag geslagen mishandel misbruik
aangeraakt aanrand verkracht dwing gedwongen chant gechant afpers bedreig dreig wapen pistool zelfmoord zelfdoding
suicid snij pillen ruzie scheiden scheiding veilig onveilig moeilijk nachtmerrie weglopen weggelopen vlucht zwanger
ongesteld verliefd naakt foto drugs blow dronken verslaafd schreeuw schaam schuld spijt stress paniek depress somber
wanhop alsjeblieft alstublieft serieus geheim vertrouw opgesloten schorsen schorsing honger vermist gevangenis pleeg
stiefvader stiefmoeder oorlog lelijk onzeker afraid scared fear cry lonely hurt hitting beat dying dead kill cutting
abuse rape pregnan bull unsafe serious sick drunk divorc knife weapon threat blackmail pain
"""
"""Each is any word that begins so."""

WORRY_WORDS = (*(f"{word} " for word in WHOLE_WORDS.split()), *BEGINNINGS.split())
"""Dutch and English. A word ends in a space; what does not is a beginning."""


def speaks_of_worries(words: Iterable[str], worry_words: tuple[str, ...] = WORRY_WORDS) -> bool:
    """Is one of these words a word of worry? words: normalised, see `sameness.words_of`."""
    return any(f"{word} ".startswith(worry_words) for word in words)
