"""What the token of a cookie opens: a log-in, or the half of one that lacks its second step."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Delete, ForeignKey, LargeBinary, Table, delete

from helpline.db.columns import Id, Moment


def opened_by_token() -> tuple[Column[Any], ...]:
    """The columns that both have."""
    return (
        Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the cookie's token"),
        Column("staff", Id, ForeignKey("staff.id"), nullable=False),
        Column("created_at", Moment, nullable=False),
    )


def end_of(table: Table, token_hash: bytes | None, staff: str | None) -> Delete:
    """Of the one with this token; without a token, of everything that is theirs."""
    whose = table.c.token_hash == token_hash if token_hash is not None else table.c.staff == staff
    return delete(table).where(whose)
