"""Random names of rows; nothing can be read from them."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """22 characters, 128 random bits."""
    return secrets.token_urlsafe(16)
