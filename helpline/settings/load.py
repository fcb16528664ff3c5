"""All settings, built once at the start and handed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from helpline.core.definitions import Definitions, load_definitions
from helpline.core.opening_hours import OpeningHours
from helpline.core.reading import Part, WrongValue
from helpline.core.topics import load_topics
from helpline.settings.environment import Places, read_places
from helpline.settings.files import find_files, read_file
from helpline.settings.numbers import Help, load_numbers
from helpline.settings.prompts import Said, load_prompts
from helpline.settings.referrals import Referral, load_referrals
from helpline.settings.sections import (
    SECTIONS,
    Child,
    Colours,
    Estimates,
    Helpline,
    KnowledgeBase,
    Limits,
    Opening,
    Retention,
    Routing,
    Sanctions,
    StaffLogIns,
    Survey,
    Texts,
    Web,
    read_section,
)
from helpline.settings.telephone import Calls, TelephoneLine
from helpline.settings.words import Words, load_words
from helpline.settings.wrong import WrongSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What this helpline chose. telephone, calls: both sections `[telephone]`, of `helpline.toml` and of `rules.toml` ·
    prompts: what the telephone says, by language and name · files: each file by name, where it was read from."""

    helpline: Helpline
    web: Web
    staff: StaffLogIns
    child: Child
    colours: Colours
    texts: Texts
    knowledge: KnowledgeBase
    routing: Routing
    opening: OpeningHours
    estimate: Estimates
    limits: Limits
    retention: Retention
    sanctions: Sanctions
    survey: Survey
    telephone: TelephoneLine
    calls: Calls
    definitions: Definitions = field(repr=False)
    words: Words = field(repr=False)
    numbers: tuple[Help, ...] = field(repr=False)
    prompts: Mapping[str, Said] = field(repr=False)
    referrals: tuple[Referral, ...] = field(repr=False)
    places: Places
    files: Mapping[str, Path]

    @property
    def origins(self) -> tuple[str, ...]:
        """From where a browser may talk to us; with none in the settings, from this machine on our port."""
        return self.web.origins or local_origins(self.places.port)

    @property
    def dials(self) -> Mapping[str, str]:
        """Which referrals we can ring, and where, by slug."""
        return {it.slug: it.dial for it in self.referrals if it.dial}


def load(
    environ: Mapping[str, str], *, config: Path | None = None, data: Path | None = None, port: int | None = None
) -> Settings:
    """Read the files and the environment; `config`, `data` and `port` come from the command line and go before it.

    Raises:
        WrongSetting: with the file, the key and what is allowed.
    """
    places = read_places(environ, config=config, data=data, port=port)
    files = find_files(places.config)
    sections: dict[str, Any] = {}
    for name in SECTIONS:
        read = _read_sections(name, files[name])
        if name == "rules.toml":
            read["calls"] = read.pop("telephone")
        sections |= read
    _check_language(sections["helpline"], files["helpline.toml"])
    _check_telephone(sections["telephone"], files["helpline.toml"])
    languages, reviewed = sections["helpline"].languages, bool(sections["texts"].legal_review)
    opening = _opening_hours(sections.pop("opening"))
    definitions = _read_definitions(files, languages)
    words = load_words(places.config, languages, reviewed=reviewed)
    numbers = _read_numbers(files["numbers.toml"], languages, reviewed)
    return Settings(
        **sections,
        opening=opening,
        definitions=definitions,
        words=words,
        numbers=numbers,
        prompts=load_prompts(places.config, languages, numbers, reviewed=reviewed),
        referrals=_read_referrals(files["referrals.toml"], languages),
        places=places,
        files=MappingProxyType(files),
    )


def for_demo(settings: Settings, port: int) -> Settings:
    """The same settings: always open, never full, every article shown, no second step required, a practice line unless
    there is a telephone, and reachable from this machine at `port`."""
    origins = tuple(dict.fromkeys((*settings.web.origins, *local_origins(port))))
    telephone = settings.telephone
    return replace(
        settings,
        web=replace(settings.web, origins=origins),
        staff=replace(settings.staff, second_factor="nobody"),
        opening=replace(settings.opening, always=True),
        estimate=replace(settings.estimate, full_minutes=0),
        knowledge=replace(settings.knowledge, unreviewed="all"),
        telephone=replace(telephone, line="practice") if telephone.line == "none" else telephone,
        places=replace(settings.places, port=port),
    )


def local_origins(port: int) -> tuple[str, ...]:
    """How a browser on this machine names us."""
    return f"http://localhost:{port}", f"http://127.0.0.1:{port}"


def _read_sections(name: str, path: Path) -> dict[str, Any]:
    try:
        part = Part(read_file(path))
        read: dict[str, Any] = {
            section: read_section(kind, part.part(section)) for section, kind in SECTIONS[name].items()
        }
        part.end()
        if "colours" in read:
            read["colours"].style()
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None
    return read


def _check_language(helpline: Helpline, path: Path) -> None:
    if helpline.language not in helpline.languages:
        allowed = "one of [helpline] languages: " + ", ".join(helpline.languages)
        raise WrongSetting(str(path), "[helpline] language", helpline.language, allowed)


def _check_telephone(telephone: TelephoneLine, path: Path) -> None:
    wrong = telephone.contradiction()
    if wrong is not None:
        raise WrongSetting(str(path), f"[telephone] {wrong.key}", wrong.given, wrong.allowed)


def _read_definitions(files: Mapping[str, Path], languages: tuple[str, ...]) -> Definitions:
    path = files["topics.yaml"]
    try:
        topics = load_topics(read_file(path), languages)
        path = files["registration.toml"]
        return load_definitions(Part(read_file(path)), topics, languages)
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None


def _read_numbers(path: Path, languages: tuple[str, ...], reviewed: bool) -> tuple[Help, ...]:
    try:
        return load_numbers(Part(read_file(path)), languages, reviewed=reviewed)
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None


def _read_referrals(path: Path, languages: tuple[str, ...]) -> tuple[Referral, ...]:
    try:
        return load_referrals(Part(read_file(path)), languages)
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None


def _opening_hours(section: Opening) -> OpeningHours:
    return OpeningHours(
        zone=section.zone,
        weekly=section.weekly,
        dates=section.dates,
        always=section.always,
        run_out=timedelta(minutes=section.run_out_minutes),
        early_word=timedelta(minutes=section.early_word_minutes),
        notice=timedelta(minutes=section.notice_minutes),
    )
