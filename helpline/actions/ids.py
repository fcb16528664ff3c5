"""Random names of rows; nothing can be read from them."""

from __future__ import annotations

import secrets


def new_name() -> str:
    """32 of `a-f0-9`, 128 random bits: what the line calls a leg or a phone."""
    return secrets.token_hex(16)


def new_id() -> str:
    """22 characters, 128 random bits."""
    return secrets.token_urlsafe(16)
