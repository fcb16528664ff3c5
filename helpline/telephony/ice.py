"""What helps a browser through a router: servers, with a log-in that ends by itself where one asks for it."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

HOLDS = timedelta(hours=12)
"""As long as a log-in at the desk may last."""

Server = dict[str, str]
"""As a browser takes it: `urls`, and for TURN `username` and `credential`."""


def servers(urls: Sequence[str], secret: str, now: datetime) -> list[Server]:
    """Each server of the settings. secret: what coturn has as `static-auth-secret`; empty where there is no TURN.

    The name of the log-in is the moment of its end and nothing else, so that a TURN server is told of no volunteer.
    """
    return [{"urls": url, **(_log_in(secret, now) if secret and url.startswith("turn") else {})} for url in urls]


def _log_in(secret: str, now: datetime) -> Server:
    name = str(int((now + HOLDS).timestamp()))
    # what coturn's `use-auth-secret` asks for (draft-uberti-behave-turn-rest-00)
    proof = hmac.digest(secret.encode(), name.encode(), "sha1")
    return {"username": name, "credential": base64.b64encode(proof).decode()}
