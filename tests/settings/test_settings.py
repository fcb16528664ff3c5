"""What a technician may write, and what stops the start."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from helpline.core.estimate import is_full
from helpline.core.limits import Bucket
from helpline.settings import WrongSetting, for_demo, load, packaged_config


@pytest.fixture
def write(tmp_path: Path):
    """Write a file into the helpline's own directory and load the settings from there."""

    def written(name: str, text: str):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return load({"HELPLINE_CONFIG": str(tmp_path)})

    return written


def refused(write, name: str, text: str) -> WrongSetting:
    with pytest.raises(WrongSetting) as caught:
        write(name, text)
    return caught.value


def test_without_any_file_of_its_own_a_helpline_runs_on_the_packaged_ones():
    settings = load({})
    assert settings.routing.offer_seconds == 30
    assert settings.routing.volunteer_grace_seconds == 90
    assert settings.routing.child_grace_seconds == 120
    assert settings.routing.waiting_grace_seconds == 1800
    assert settings.retention.messages_days == 30
    assert settings.retention.pseudonyms_days == 14
    assert settings.sanctions.lasting_device == "time-out"
    assert settings.limits.enabled
    assert not settings.opening.always
    assert settings.child.exit_to == "/blank"
    assert settings.web.trusted_proxies == ()
    assert ip_network("127.0.0.0/8") in settings.web.operators
    assert settings.texts.legal_review == ""


def test_a_file_of_its_own_changes_only_what_it_states(write, tmp_path):
    settings = write("rules.toml", "[routing]\noffer_seconds = 2\n[opening]\nalways = true\n")
    assert settings.routing.offer_seconds == 2
    assert settings.routing.volunteer_grace_seconds == 90
    assert settings.opening.always
    assert settings.opening.weekly[0] == ((time(11), time(21)),)
    assert settings.files["rules.toml"] == tmp_path / "rules.toml"
    assert settings.files["topics.yaml"] == packaged_config() / "topics.yaml"


def test_the_command_line_goes_before_the_environment(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "helpline.toml").write_text('[helpline]\nname = "Luisterlijn"\n')
    environ = {"HELPLINE_CONFIG": str(tmp_path), "HELPLINE_DATA": "/elsewhere", "PORT": "9000"}
    settings = load(environ, config=own, data=tmp_path / "data", port=9001)
    assert settings.helpline.name == "Luisterlijn"
    assert settings.places.data == tmp_path / "data"
    assert settings.places.port == 9001


@pytest.mark.parametrize("seconds", [0, -1, 86_401, "true", "1.0", '"30"', "[30]"])
def test_a_number_that_is_not_possible_stops_the_start_with_file_key_and_allowed_values(write, tmp_path, seconds):
    told = str(refused(write, "rules.toml", f"[routing]\noffer_seconds = {seconds}\n"))
    assert str(tmp_path / "rules.toml") in told
    assert "[routing] offer_seconds" in told
    assert "1 to 86,400" in told


@pytest.mark.parametrize("seconds", [1, 86_400])
def test_the_ends_of_the_range_are_possible(write, seconds):
    assert write("rules.toml", f"[routing]\nwaiting_grace_seconds = {seconds}").routing.waiting_grace_seconds == seconds


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("rules.toml", "[routing]\noffer_secnds = 3\n", "[routing] offer_secnds"),
        ("rules.toml", "[ruoting]\noffer_seconds = 3\n", "ruoting"),
        ("rules.toml", "offer_seconds = 3\n", "offer_seconds"),
        ("rules.toml", "[opening.weekly]\nmontag = []\n", "[opening] weekly.montag"),
        ("rules.toml", "[limits]\nenters_all = {burst = 1, per_minute = 1, per_hour = 1}\n", "enters_all.per_hour"),
        ("helpline.toml", "[web]\norigin = []\n", "[web] origin"),
    ],
)
def test_an_unknown_key_is_named(write, name, text, key):
    told = str(refused(write, name, text))
    assert key in told
    assert "is not a key that we know" in told


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("[opening]\nalways", '"yes"'),
        ("[opening]\nzone", '"Europe/Amstelveen"'),
        ("[opening]\nzone", '"../../etc/passwd"'),
        ("[opening]\nrun_out_minutes", "241"),
        ("[opening]\nweekly", '{ monday = ["11-21"] }'),
        ("[opening]\nweekly", '{ monday = ["25:00-26:00"] }'),
        ("[opening]\nweekly", '{ monday = "11:00-21:00" }'),
        ("[opening]\ndates", '{ 2030-02-30 = ["11:00-21:00"] }'),
        ("[opening]\ndates", "{ christmas = [] }"),
        ("[limits]\nenters_all", "{ burst = 0, per_minute = 1 }"),
        ("[limits]\nenters_all", "{ burst = 5 }"),
        ("[limits]\nenters_all", "12"),
        ("[limits]\nenters_network", "{ burst = 59, per_minute = 60 }"),
        ("[limits]\nenters_network", "{ burst = 60, per_minute = 59 }"),
        ("[limits]\nconnects_network", "{ burst = 59, per_minute = 600 }"),
        ("[sanctions]\nlasting_device", '"always"'),
        ("[retention]\nmessages_days", "-1"),
        ("[estimate]\nfull_minutes", "1441"),
    ],
)
def test_a_rule_that_is_not_possible_stops_the_start(write, key, value):
    wrong = refused(write, "rules.toml", f"{key} = {value}\n")
    section, name = key.split("\n")
    assert wrong.key.startswith(f"{section} {name}")
    assert wrong.allowed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("[web]\norigins", '["*"]'),
        ("[web]\norigins", '["https://chat.example.org/"]'),
        ("[web]\norigins", '["HTTPS://chat.example.org"]'),
        ("[web]\norigins", '"https://chat.example.org"'),
        ("[web]\norigins", '["null"]'),
        ("[web]\ntrusted_proxies", '["10.0.0.1/8"]'),
        ("[web]\ntrusted_proxies", '["0.0.0.0/0"]'),
        ("[web]\ntrusted_proxies", '["::/0"]'),
        ("[web]\ntrusted_proxies", "[167772160]"),
        ("[web]\noperators", '["localhost"]'),
        ("[child]\nexit_to", '"javascript:alert(1)"'),
        ("[child]\nexit_to", '"//evil.example"'),
        ("[child]\nexit_to", '"/\\\\evil.example"'),
        ("[child]\nexit_to", '"http://example.org"'),
        ("[child]\nexit_to", '""'),
        ("[helpline]\nlanguage", '"de"'),
        ("[helpline]\nlanguages", "[]"),
        ("[helpline]\nname", '" "'),
        ("[texts]\nlegal_review", "true"),
    ],
)
def test_an_address_or_text_that_is_not_possible_stops_the_start(write, key, value):
    wrong = refused(write, "helpline.toml", f"{key} = {value}\n")
    section, name = key.split("\n")
    assert wrong.key == f"{section} {name}"


def test_addresses_of_every_possible_kind_are_taken(write):
    settings = write(
        "helpline.toml",
        '[web]\norigins = ["https://chat.example.org", "http://10.1.2.3:81", "http://[::1]:8080"]\n'
        'trusted_proxies = ["10.0.0.5", "fd00::/8"]\n[child]\nexit_to = "https://weer.example/nu?plaats=hier"\n',
    )
    assert settings.origins == ("https://chat.example.org", "http://10.1.2.3:81", "http://[::1]:8080")
    assert settings.web.trusted_proxies == (ip_network("10.0.0.5/32"), ip_network("fd00::/8"))
    assert settings.child.exit_to.startswith("https://")


def test_hours_are_read_as_they_are_written(write):
    opening = write(
        "rules.toml",
        '[opening.weekly]\nfriday = ["20:00-02:00", "09:00-24:00"]\n[opening.dates]\n2030-12-25 = []\n',
    ).opening
    assert opening.weekly[4] == ((time(20), time(2)), (time(9), time(0)))
    assert opening.weekly[0] == ()
    assert list(opening.dates.values()) == [()]


def test_a_limit_is_so_many_at_once_and_so_many_a_minute(write):
    limits = write("rules.toml", "[limits]\nenters_device = { burst = 3, per_minute = 30 }").limits
    assert limits.enters_device == Bucket(rate_per_second=0.5, burst=3)


@pytest.mark.parametrize(
    ("name", "text"),
    [("rules.toml", "[routing\n"), ("topics.yaml", "- {slug: [\n"), ("topics.yaml", ""), ("topics.yaml", "a: b")],
)
def test_a_file_that_cannot_be_understood_is_named(write, tmp_path, name, text):
    assert str(tmp_path / name) in str(refused(write, name, text))


def test_a_file_that_is_not_text_is_named(write, tmp_path):
    (tmp_path / "helpline.toml").write_bytes(b"\xff\xfe")
    assert "helpline.toml" in str(refused(write, "rules.toml", ""))


def test_a_directory_that_does_not_exist_stops_the_start(tmp_path):
    with pytest.raises(WrongSetting, match="nowhere"):
        load({"HELPLINE_CONFIG": str(tmp_path / "nowhere")})


def test_a_new_language_names_the_first_text_that_is_missing(write):
    wrong = refused(write, "helpline.toml", '[helpline]\nlanguages = ["nl", "en", "fr"]\n')
    assert wrong.file.endswith("topics.yaml")
    assert wrong.key == "topic #1.fr"


def test_the_demo_is_always_open_never_full_and_reachable_on_its_port(write):
    midnight = datetime(2030, 1, 1, tzinfo=UTC)
    settings = write("helpline.toml", '[web]\norigins = ["https://chat.example.org"]\n')
    demo = for_demo(settings, 8181)
    assert not settings.opening.is_open(midnight)
    assert demo.opening.is_open(midnight)
    assert not is_full((10**6, 10**6), demo.estimate.full_minutes)
    assert demo.origins == ("https://chat.example.org", "http://localhost:8181", "http://127.0.0.1:8181")
    assert demo.places.port == 8181
    assert demo.routing == settings.routing


def test_without_origins_only_this_machine_may_talk_to_us():
    assert load({"PORT": "81"}).origins == ("http://localhost:81", "http://127.0.0.1:81")


def test_the_closing_of_the_line_follows_the_settings(write):
    opening = write("rules.toml", "[opening]\nrun_out_minutes = 5\nearly_word_minutes = 3\nnotice_minutes = 45").opening
    assert (opening.run_out, opening.early_word, opening.notice) == tuple(timedelta(minutes=n) for n in (5, 3, 45))


def test_without_a_setting_there_is_no_telephone_and_the_demo_has_a_practice_line(write):
    settings = load({})
    assert (settings.telephone.line, for_demo(settings, 8080).telephone.line) == ("none", "practice")
    assert (settings.calls.longest_wait_minutes, settings.calls.silent_seconds) == (60, 15)
    own = write("helpline.toml", '[telephone]\nline = "asterisk"\ntrunk = "192.0.2.10:5060"\n')
    assert (own.telephone.trunk, for_demo(own, 8080).telephone.line) == ("192.0.2.10:5060", "asterisk")


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("line", '"phone"'), ("phones", '"both"'), ("country", '"031"'), ("country", "31"),
        ("ari_url", '"http://127.0.0.1:8088"'), ("ari_url", '"http://user:secret@127.0.0.1/ari"'), ("ari_app", '"a b"'),
        ("ari_user", '"a]b"'), ("sip_url", '"http://127.0.0.1:8088/ws"'), ("trunk", '"sip:example.org"'),
        ("trunk", '"example.org;x"'), ("trunk_addresses", '["0.0.0.0/0"]'), ("trunk_transport", '"ws"'),
        ("trunk_sealed", "true"), ("trunk_user", '"a;b"'), ("sip_address", '"5060"'), ("media_address", '"a\\nb"'),
        ("media_ports", '"20000-20010"'), ("media_ports", '"29999-20000"'), ("certificate", '"server.pem"'),
        ("certificate_key", '"/etc/asterisk/key.pem"'), ("ice_servers", '["stun.example.org"]'),
        ("ice_servers", '["turn:user:secret@turn.example.org"]'), ("password", '"secret"'),
    ],
)  # fmt: skip
def test_a_telephone_that_cannot_be_stops_the_start_and_is_named(write, key, given):
    assert refused(write, "helpline.toml", f"[telephone]\n{key} = {given}\n").key == f"[telephone] {key}"


@pytest.mark.parametrize("key", ["longest_wait_minutes", "silent_seconds"])
def test_a_call_waits_for_some_time_at_most(write, key):
    assert refused(write, "rules.toml", f"[telephone]\n{key} = 0\n").key == f"[telephone] {key}"


def test_tls_needs_a_certificate(write):
    for key in ('trunk_transport = "tls"', 'ari_url = "https://pbx.example.org/ari"'):
        assert refused(write, "helpline.toml", f"[telephone]\n{key}\n").key == "[telephone] certificate"
