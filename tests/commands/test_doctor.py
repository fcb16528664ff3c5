"""`helpline doctor` finds what is wrong, and says what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from helpline.commands.checks import files, hours, machine, messenger, texts, web
from helpline.commands.checks.finding import Finding
from helpline.settings import load
from helpline.settings.environment import read_places
from tests.commands.typed import PASSWORD, Run
from tests.servers.redis import Redis
from tests.web.articles import write_articles

SATURDAY = datetime(2026, 11, 21, 19, tzinfo=UTC)


def marks(run: Run, *words: str, **said: str) -> dict[str, str]:
    """What it finds of each part; the worst where there are several."""
    found: dict[str, str] = {}
    for line in run("doctor", *words, **said).stdout.splitlines():
        mark, _, rest = line.partition("  ")
        if mark.strip():
            part = rest.strip().partition(":")[0]
            found[part] = max(found.get(part, ""), mark.strip(), key=["", "ok", "warn", "fail"].index)
    return found


def add_eva(run: Run) -> None:
    words = ("users", "add", "eva", "--role", "volunteer", "--alias", "Iris", "--password-stdin")
    assert run(*words, typed=f"{PASSWORD}\n").exit_code == 0


def test_a_helpline_that_is_well_has_nothing_to_mend(house: Path, run: Run):
    add_eva(run)
    run("init", "--accept")
    done = run("doctor", HELPLINE_CONFIG=str(house / "config"))
    assert done.exit_code == 0
    found = marks(run, HELPLINE_CONFIG=str(house / "config"))
    well = ("settings", "data directory", "key directory", "keys of words", "keys of identifiers", "promise", "pages")
    assert {found[part] for part in (*well, "database", "people", "clock", "room", "terms")} == {"ok"}


def test_it_changes_nothing(house: Path, run: Run):
    before = {path: path.read_bytes() for path in house.rglob("*") if path.is_file()}
    run("doctor")
    assert {path: path.read_bytes() for path in house.rglob("*") if path.is_file()} == before


def test_where_nothing_is_yet_it_says_what_to_do(run: Run, data: Path):
    done = run("doctor")
    assert done.exit_code == 1
    assert f"fail  data directory: {data}: No such file or directory" in done.stdout
    assert "→ Run `helpline init`, or say where it is (HELPLINE_DATA)." in done.stdout
    assert "fail  database: SQLite: is not there yet\n      → Run `helpline init`.\n" in done.stdout
    assert done.stderr == "5 of these must be mended.\n"


def test_settings_that_are_not_heeded_are_told(house: Path, run: Run):
    assert marks(run)["settings"] == "warn"
    assert f"export HELPLINE_CONFIG={house / 'config'}" in run("doctor").stdout


def test_a_wrong_setting_is_found_and_the_rest_is_looked_at_all_the_same(house: Path, run: Run):
    (house / "config" / "rules.toml").write_text("[opening]\nzone = 1\n")
    found = marks(run, HELPLINE_CONFIG=str(house / "config"))
    assert (found["settings"], found["database"], found["keys of words"]) == ("fail", "ok", "ok")


def test_a_wrong_environment_is_found_and_the_rest_is_looked_at_all_the_same(house: Path, run: Run):
    found = marks(run, HELPLINE_DATABASE_URL="oracle://x")
    assert (found["settings"], found["keys of words"]) == ("fail", "ok")


@pytest.mark.parametrize(("mode", "mark"), [(0o755, "warn"), (0o750, "warn"), (0o770, "fail"), (0o777, "fail")])
def test_directories_that_others_may_enter_are_found(house: Path, run: Run, mode: int, mark: str):
    house.chmod(mode)
    assert marks(run)["data directory"] == mark


def test_a_key_that_others_may_read_is_found(house: Path, run: Run):
    (house / "keys" / "vault" / "master.key").chmod(0o644)
    assert marks(run)["keys of words"] == "fail"
    assert "→ Run `chmod 600" in run("doctor").stdout


@pytest.mark.parametrize("content", [b"", b"short", b"\0" * 32, b"x" * 33])
def test_a_key_that_is_no_key_is_found(house: Path, run: Run, content: bytes):
    (key,) = (house / "keys" / "identity").glob("epoch-*.key")
    key.write_bytes(content)
    assert marks(run)["keys of identifiers"] == "fail"


def test_keys_that_should_have_been_forgotten_are_found(house: Path, run: Run):
    for _ in range(3):
        run("keys", "rotate")
    assert marks(run)["keys of identifiers"] == "warn"


def test_a_database_without_tables_is_found(run: Run):
    run("init")
    done = run("doctor")
    assert "The database has no tables yet. Run `helpline migrate`." in done.stdout
    assert done.exit_code == 1


def test_a_database_that_others_may_read_is_found(house: Path, run: Run):
    (house / "helpline.sqlite3").chmod(0o644)
    assert marks(run)["database"] == "warn"


def test_a_helpline_without_people_is_told(house: Path, run: Run):
    assert marks(run)["people"] == "warn"


def test_pages_that_were_not_built_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, house: Path, run: Run):
    monkeypatch.setattr(files, "BUILT", tmp_path)
    assert marks(run)["pages"] == "fail"


class Stubborn(SystemClock):
    """The machine's clock, off by so much."""

    def __init__(self, off: timedelta, drift: float = 0) -> None:
        self.off, self.drift, self.began = off, drift, super().monotonic()

    def now(self) -> datetime:
        gone = (self.monotonic() - self.began) * self.drift
        return super().now() + self.off + timedelta(seconds=gone)


@pytest.mark.parametrize(
    ("clock", "mark"),
    [
        (Stubborn(timedelta()), "ok"),
        (Stubborn(timedelta(days=-1)), "fail"),
        (Stubborn(timedelta(days=-9_000)), "fail"),
        (Stubborn(timedelta(), drift=20), "warn"),
    ],
)
def test_a_clock_that_goes_wrong_is_found(house: Path, clock: Stubborn, mark: str):
    clock.began = clock.monotonic()
    places = load({}, data=house).places
    (found,) = (it for it in machine.look_at(places, clock) if it.part == "clock")
    assert found.mark == mark


@pytest.mark.parametrize(("free", "mark"), [(100 << 20, "fail"), (1 << 30, "warn"), (9 << 30, "ok")])
def test_a_disk_that_is_nearly_full_is_found(house: Path, monkeypatch: pytest.MonkeyPatch, free: int, mark: str):
    class Usage:
        def __init__(self) -> None:
            self.free = free

    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: Usage())
    (found,) = (it for it in machine.look_at(load({}, data=house).places, SystemClock()) if it.part == "room")
    assert found.mark == mark


@pytest.mark.parametrize(("seconds", "mark"), [(0.0005, "ok"), (0.01, "ok"), (0.2, "warn")])
def test_a_slow_disk_is_told(house: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, mark: str):
    monkeypatch.setattr(machine, "slow_sync", lambda folder, monotonic: seconds)
    (found,) = (it for it in machine.look_at(load({}, data=house).places, SystemClock()) if it.part == "disk")
    assert found.mark == mark


def look_at_web(tmp_path: Path, written: str, rules: str = "") -> dict[str, Finding]:
    (tmp_path / "helpline.toml").write_text(f"[web]\n{written}\n")
    (tmp_path / "rules.toml").write_text(rules)
    return {found.part: found for found in web.look_at(load({}, config=tmp_path))}


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("", ("warn", "ok")),
        ('origins = ["http://localhost:8080"]', ("ok", "ok")),
        ('origins = ["http://chat.example.org"]', ("warn", "ok")),
        ('origins = ["https://chat.example.org"]', ("ok", "warn")),
        ('origins = ["https://chat.example.org"]\ntrusted_proxies = ["10.0.0.5"]', ("ok", "ok")),
        ('origins = ["https://chat.example.org"]\ntrusted_proxies = ["10.0.0.0/8"]', ("ok", "warn")),
        ('origins = ["https://chat.example.org"]\ntrusted_proxies = ["2001:db8::/32"]', ("ok", "warn")),
    ],
)
def test_origins_and_proxies_are_looked_at(tmp_path: Path, written: str, marks: tuple[str, str]):
    found = look_at_web(tmp_path, written)
    assert (found["origins"].mark, found["proxies"].mark) == marks
    assert all(bool(it.advice) == (it.mark != "ok") for it in found.values())


PROXIED = 'origins = ["https://chat.example.org"]'


@pytest.mark.parametrize(
    ("written", "is_told"),
    [
        (PROXIED, True),
        (f'{PROXIED}\noperators = ["127.0.0.1", "10.0.0.7"]', True),
        (f'{PROXIED}\noperators = ["::1"]', True),
        (f'{PROXIED}\noperators = ["10.0.0.7"]', False),
        (f'{PROXIED}\ntrusted_proxies = ["127.0.0.1/32", "::1/128"]', False),
        ('origins = ["http://localhost:8080"]', False),
    ],
)
def test_figures_that_a_proxy_on_this_machine_shows_to_everybody_are_found(tmp_path: Path, written: str, is_told: bool):
    found = look_at_web(tmp_path, written).get("operators")
    assert (found is not None) == is_told
    assert found is None or (found.mark, "trusted_proxies" in found.advice) == ("warn", True)


def test_figures_for_everybody_and_a_line_without_limits_are_found(tmp_path: Path):
    found = look_at_web(tmp_path, 'operators = ["0.0.0.0/0"]', "[limits]\nenabled = false\n")
    assert (found["operators"].mark, found["limits"].mark) == ("warn", "fail")


@pytest.mark.parametrize(
    ("written", "mark", "what"),
    [
        ("", "ok", "open until Sat 21 Nov 21:00"),
        ("always = true", "warn", "always open"),
        ("[opening.weekly]", "warn", "closed for a year to come"),
        ('[opening.weekly]\nsunday = ["11:00-21:00"]', "ok", "closed, opens Sun 22 Nov 11:00"),
    ],
)
def test_the_opening_hours_ahead_are_told(tmp_path: Path, written: str, mark: str, what: str):
    (tmp_path / "rules.toml").write_text(f"[opening]\n{written}\n")
    found, _ = hours.look_at(load({}, config=tmp_path), SATURDAY)
    assert (found.mark, found.what[: len(what)]) == (mark, what)


def look_at_texts(tmp_path: Path, **written: str) -> list[Finding]:
    (tmp_path / "texts").mkdir()
    for language, text in written.items():
        (tmp_path / "texts" / f"{language}.toml").write_text(text)
    return list(texts.look_at(load({}, config=tmp_path)))


def test_the_sentences_as_they_come_are_short_enough(tmp_path: Path):
    (found,) = look_at_texts(tmp_path)
    assert (found.mark, found.what) == ("ok", "nl: as they come, en: as they come")


def test_a_sentence_that_a_child_cannot_read_in_one_breath_is_told(tmp_path: Path):
    long = "Een zin van dertien woorden is voor een kind al gauw te lang."
    (found,) = look_at_texts(tmp_path, nl=f'child_welcome = "Kort. {long}"\ndesk_close = "{long}"')
    assert found.mark == "warn"
    assert found.what == f"child_welcome (nl) has a sentence of 13 words: {long}"


def test_a_file_of_a_language_that_is_not_spoken_is_told(tmp_path: Path):
    (found,) = look_at_texts(tmp_path, fr='child_welcome = "Bonjour"', de='# child_welcome = "Hallo"\n')
    assert (found.mark, found.what) == ("warn", "texts/fr.toml is not read")


def test_articles_that_nobody_approved_are_counted(house: Path, run: Run, tmp_path: Path):
    assert marks(run)["articles"] == "ok"
    run("knowledge", "import", str(write_articles(tmp_path / "articles")))
    assert "warn  articles: 3 published, 3 not approved by a professional, or not any more\n" in run("doctor").stdout
    (tmp_path / "helpline.toml").write_text('[knowledge]\nunreviewed = "all"\n')
    assert "and shown whole" in run("doctor", "--config", str(tmp_path)).stdout


def test_it_says_whether_redis_answers_where_one_is_named(redis_server: Redis):
    several = {"HELPLINE_DATABASE_URL": "postgresql://h@db/helpline"}
    places = read_places({**several, "HELPLINE_REDIS_URL": redis_server.url})
    assert [it.mark for it in messenger.look_at(places)] == ["ok"]
    redis_server.end()
    (found,) = messenger.look_at(places)
    assert (found.mark, found.advice) == ("warn", messenger.ADVICE)
    assert list(messenger.look_at(read_places(several))) == []
