"""What the environment may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline.settings import WrongSetting, load
from helpline.settings.environment import read_places


def test_by_default_everything_is_in_the_data_directory(tmp_path):
    places = read_places({"HELPLINE_DATA": str(tmp_path)})
    assert places.keys == tmp_path / "keys"
    assert places.database_url == f"sqlite+aiosqlite:///{tmp_path}/helpline.sqlite3"
    assert places.is_sqlite
    assert places.port == 8080
    assert places.config is None


def test_with_nothing_said_the_data_is_in_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read_places({}).data == tmp_path / "data"
    assert read_places({"HELPLINE_DATA": ""}).data == tmp_path / "data"


def test_the_keys_can_be_elsewhere(tmp_path):
    assert read_places({"HELPLINE_KEYS": str(tmp_path)}).keys == tmp_path


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db"),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgresql://h:s3cret@db/helpline", "postgresql+asyncpg://h:s3cret@db/helpline"),
        ("postgresql+asyncpg:///helpline?host=/run/pg", "postgresql+asyncpg:///helpline?host=/run/pg"),
    ],
)
def test_both_databases_are_taken_with_their_driver(given, taken):
    assert read_places({"HELPLINE_DATABASE_URL": given}).database_url == taken


@pytest.mark.parametrize(
    "given",
    [
        "mysql://h:s3cret@db/helpline",
        "postgresql+psycopg2://h:s3cret@db/helpline",
        "postgresql://h:s3cret@db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///file:x?mode=memory&uri=true&s3cret",
        "s3cret",
        "postgresql://[s3cret/helpline",
    ],
)
def test_another_database_is_refused_without_showing_its_password(given):
    with pytest.raises(WrongSetting, match="HELPLINE_DATABASE_URL") as caught:
        read_places({"HELPLINE_DATABASE_URL": given})
    assert "postgresql+asyncpg://" in str(caught.value)
    assert "s3cret" not in str(caught.value) + repr(caught.value)


def test_a_password_is_not_shown_with_the_settings():
    settings = load({"HELPLINE_DATABASE_URL": "postgresql://h:s3cret@db/helpline"})
    assert "s3cret" not in repr(settings)


SEVERAL = {"HELPLINE_DATABASE_URL": "postgresql://h@db/helpline"}


def test_redis_wakes_other_nodes_and_its_password_is_not_shown():
    settings = load({**SEVERAL, "HELPLINE_REDIS_URL": "redis://:s3cret@cache"})
    assert settings.places.redis_url == "redis://:s3cret@cache"
    assert "s3cret" not in repr(settings)
    assert load(SEVERAL).places.redis_url is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"HELPLINE_REDIS_URL": "redis://:s3cret@cache"}, "there are none"),
        ({**SEVERAL, "HELPLINE_REDIS_URL": "http://:s3cret@cache"}, "rediss://"),
        ({**SEVERAL, "HELPLINE_REDIS_URL": "redis://"}, "rediss://"),
        ({**SEVERAL, "HELPLINE_REDIS_URL": "redis://:s3cret@cache:many"}, "rediss://"),
    ],
)
def test_a_redis_that_is_none_or_of_no_use_is_refused(said, why):
    with pytest.raises(WrongSetting, match=why) as caught:
        load(said)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("port", ["-1", "65536", "http", "80 80", "٨٠"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(WrongSetting, match="PORT"):
        read_places({"PORT": port})


def test_any_free_port_can_be_asked_for():
    assert read_places({"PORT": "0"}).port == 0
    assert read_places({"PORT": "81"}, port=0).port == 0


def test_nothing_else_of_the_environment_is_read():
    assert read_places({"HOME": "/x", "HELPLINE_DEMO_PASSWORD": "y"}) == read_places({})
    assert Path(read_places({}).data).is_absolute()
