"""Codes of an app, as RFC 6238 has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from helpline.core.factors import Factor, Kind
from helpline.factors.codes import AppCodes
from helpline.factors.drawing import draw
from helpline.factors.key import FactorKey

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime.fromtimestamp(1111111109, UTC)


@pytest.fixture
def codes(tmp_path: Path) -> AppCodes:
    return AppCodes(FactorKey(tmp_path), "Hulplijn")


@pytest.fixture
def factor(tmp_path: Path) -> Factor:
    sealed = FactorKey(tmp_path).seal(RFC_SECRET, "f1")
    return Factor(id="f1", staff="cora", kind=Kind.CODE, name="app", secret=sealed, created_at=NOW)


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_it_knows_the_codes_of_the_standard(codes: AppCodes, factor: Factor, second: int, code: str):
    assert codes.step_of(factor, code, datetime.fromtimestamp(second, UTC)) == second // 30


def test_two_codes_away_is_too_far(codes: AppCodes, factor: Factor):
    for seconds, is_near in ((-60, False), (-30, True), (30, True), (60, False)):
        assert (codes.step_of(factor, "081804", NOW + timedelta(seconds=seconds)) is not None) == is_near


def test_a_secret_that_does_not_open_makes_no_code(codes: AppCodes, factor: Factor):
    from dataclasses import replace

    from pyotp import TOTP

    torn = replace(factor, secret=factor.secret[:-1])
    assert codes.step_of(torn, TOTP("A" * 32).at(NOW), NOW) is None


def test_what_an_app_reads_names_the_helpline_and_the_person(codes: AppCodes):
    made = codes.new("f1", "cora")
    split = urlsplit(made.uri)
    assert (split.scheme, split.netloc, split.path) == ("otpauth", "totp", "/Hulplijn:cora")
    assert parse_qs(split.query) == {"secret": [made.secret], "issuer": ["Hulplijn"]}
    assert len(made.secret) == 32
    assert codes.new("f1", "cora").secret != made.secret


def test_the_drawing_has_every_dark_square_and_no_other():
    import segno

    text = "otpauth://totp/Hulplijn:cora?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hulplijn"
    size, path = draw(text)
    drawn = set()
    for run in path.split("z")[:-1]:
        place, length, _ = run.removeprefix("M").replace("h", "|", 1).replace("v", "|", 1).split("|")
        x, y = map(int, place.split())
        drawn |= {(x + more, y) for more in range(int(length))}
    rows = segno.make_qr(text, error="m").matrix
    assert size == len(rows)
    assert drawn == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
