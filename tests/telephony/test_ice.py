"""A browser's log-in at a TURN server ends by itself, and names nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from helpline.telephony.ice import servers

NOW = datetime(2030, 1, 7, 12, tzinfo=UTC)
STUN, TURN = "stun:stun.example.org:3478", "turns:turn.example.org:5349?transport=tcp"


def test_a_turn_server_is_logged_in_at_for_twelve_hours_and_a_stun_server_is_not():
    stun, turn = servers((STUN, TURN), "secret-of-coturn", NOW)
    assert stun == {"urls": STUN}
    # computed with `printf 1894060800 | openssl dgst -sha1 -hmac secret-of-coturn -binary | base64`
    assert turn == {"urls": TURN, "username": "1894060800", "credential": "ADF7DJ0rp7DiRzy2hNw+BzUZtPo="}


def test_without_a_secret_nobody_logs_in():
    assert servers((STUN, TURN), "", NOW) == [{"urls": STUN}, {"urls": TURN}]
