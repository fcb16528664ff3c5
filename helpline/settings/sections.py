"""The sections of `helpline.toml` and `rules.toml`: each key with its default and what it may be.

What a key does is told beside it in the packaged files and in `docs/settings.md`; tests compare the three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from ipaddress import ip_network
from types import MappingProxyType
from typing import Annotated, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

from helpline.core.limits import Bucket
from helpline.core.opening_hours import Hours
from helpline.core.peer import Network
from helpline.core.reading import Part
from helpline.core.values import Flag, OneOf, Rule, Several, Text, Whole
from helpline.settings.colours import Pair, ThemeColours, css
from helpline.settings.telephone import Calls, TelephoneLine
from helpline.settings.values import (
    WEEKDAYS,
    Dates,
    ExitTo,
    InNetwork,
    Language,
    Origin,
    Rate,
    Telephone,
    Weekly,
    Zone,
)

S = TypeVar("S")

_SECONDS = Whole(1, 86_400)
_EVERY_DAY: Hours = ((time(11), time(21)),)
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """Who we are. language: of who does not choose one · languages: which can be chosen · phone: empty for no telephone
    line."""

    name: Annotated[str, Text(60)] = "Hulplijn"
    language: Annotated[str, Language()] = "nl"
    languages: Annotated[tuple[str, ...], Several(Language(), least=1)] = ("nl", "en")
    phone: Annotated[str, Telephone()] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Who may reach us, and whom we believe. No origins: those of this machine on the port that is served."""

    origins: Annotated[tuple[str, ...], Several(Origin())] = ()
    trusted_proxies: Annotated[tuple[Network, ...], Several(InNetwork(everything=False))] = ()
    operators: Annotated[tuple[Network, ...], Several(InNetwork())] = _LOOPBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The child's page."""

    exit_to: Annotated[str, ExitTo()] = "/blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The pages' colours in both themes, where they are the helpline's own. ground: what everything stands on · action:
    what can be touched · mine: what the child wrote."""

    ground: Annotated[Pair, ThemeColours()] = field(default=Pair())
    action: Annotated[Pair, ThemeColours()] = field(default=Pair())
    mine: Annotated[Pair, ThemeColours()] = field(default=Pair())

    def style(self) -> str:
        """The style sheet that they make.

        Raises:
            WrongValue: something could not be read.
        """
        return css({"ground": self.ground, "action": self.action, "mine": self.mine})


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What the texts for children may say. legal_review: who approved the word "anoniem", empty for nobody."""

    legal_review: Annotated[str, Text(200, empty=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """How long who is waited for, all in seconds."""

    offer_seconds: Annotated[int, _SECONDS] = 30
    volunteer_grace_seconds: Annotated[int, _SECONDS] = 90
    child_grace_seconds: Annotated[int, _SECONDS] = 120
    waiting_grace_seconds: Annotated[int, _SECONDS] = 1800
    skill_relax_seconds: Annotated[int, _SECONDS] = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When the line is open; `Settings.opening` has it as the policy of `core/opening_hours.py`."""

    always: Annotated[bool, Flag()] = False
    zone: Annotated[ZoneInfo, Zone()] = field(default=ZoneInfo("Europe/Amsterdam"))
    run_out_minutes: Annotated[int, Whole(0, 240)] = 30
    early_word_minutes: Annotated[int, Whole(0, 240)] = 10
    notice_minutes: Annotated[int, Whole(0, 240)] = 30
    weekly: Annotated[Mapping[int, Hours], Weekly()] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(range(len(WEEKDAYS)), _EVERY_DAY))
    )
    dates: Annotated[Mapping[date, Hours], Dates()] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """What the estimate of the wait is made from, and when it turns a child away (0 minutes: never)."""

    full_minutes: Annotated[int, Whole(0, 1440)] = 90
    recent_minutes: Annotated[int, Whole(10, 1440)] = 120


A_CLASS = 60
"""So many may come from one address in a minute, whatever is set: a class after a lesson is no flood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often: `_socket` one connection · `_device` one child's token · `_network` one address · `_name` one log-in
    name · `_sender` one child's token or member of staff · `_all` everybody together."""

    enabled: Annotated[bool, Flag()] = True
    connects_network: Annotated[Bucket, Rate(least=A_CLASS)] = field(default=Bucket(10, 200))
    connects_all: Annotated[Bucket, Rate()] = field(default=Bucket(1000, 5_000))
    log_ins_name: Annotated[Bucket, Rate()] = field(default=Bucket(0.1, 10))
    codes_name: Annotated[Bucket, Rate()] = field(default=Bucket(1 / 60, 5))
    log_ins_network: Annotated[Bucket, Rate()] = field(default=Bucket(1, 60))
    log_ins_all: Annotated[Bucket, Rate()] = field(default=Bucket(10, 200))
    enters_device: Annotated[Bucket, Rate()] = field(default=Bucket(0.2, 10))
    enters_network: Annotated[Bucket, Rate(least=A_CLASS)] = field(default=Bucket(1, 60))
    enters_all: Annotated[Bucket, Rate()] = field(default=Bucket(100, 1_000))
    messages_socket: Annotated[Bucket, Rate()] = field(default=Bucket(4, 60))
    messages_sender: Annotated[Bucket, Rate()] = field(default=Bucket(4, 60))
    messages_all: Annotated[Bucket, Rate()] = field(default=Bucket(1000, 5_000))
    events_socket: Annotated[Bucket, Rate()] = field(default=Bucket(10, 120))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is kept, in days. No days of messages: until the end of wrap-up."""

    messages_days: Annotated[int, Whole(0, 366)] = 30
    pseudonyms_days: Annotated[int, Whole(0, 90)] = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanctions:
    """What follows from a time-out. lasting_device: when the page keeps the token beyond the tab."""

    lasting_device: Annotated[str, OneOf(("time-out", "never"))] = "time-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The two questions before and after a conversation."""

    enabled: Annotated[bool, Flag()] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """What is shown of articles that no professional has approved."""

    unreviewed: Annotated[str, OneOf(("card", "all"))] = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLogIns:
    """How staff log in. second_factor: of whom a second step is asked."""

    second_factor: Annotated[str, OneOf(("coordinators", "everybody", "nobody"))] = "coordinators"


SECTIONS: Mapping[str, Mapping[str, type]] = MappingProxyType(
    {
        "helpline.toml": MappingProxyType(
            {
                "helpline": Helpline,
                "web": Web,
                "staff": StaffLogIns,
                "child": Child,
                "colours": Colours,
                "texts": Texts,
                "knowledge": KnowledgeBase,
                "telephone": TelephoneLine,
            }
        ),
        "rules.toml": MappingProxyType(
            {
                "routing": Routing,
                "opening": Opening,
                "estimate": Estimates,
                "limits": Limits,
                "retention": Retention,
                "sanctions": Sanctions,
                "survey": Survey,
                "telephone": Calls,
            }
        ),
    }
)
"""Which file has which sections."""


def rules_of(section: type) -> dict[str, Rule]:
    """The keys of a section, each with what it may be."""
    hints = get_type_hints(section, include_extras=True)
    return {key: hint.__metadata__[0] for key, hint in hints.items()}


def read_section(section: type[S], part: Part) -> S:
    """The section as its file states it; a key that is not there keeps its default.

    Raises:
        WrongValue: a key is unknown or wrong.
    """
    stated = {key: part.take(key, rule) for key, rule in rules_of(section).items() if part.has(key)}
    part.end()
    return section(**stated)
