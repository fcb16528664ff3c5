"""The names that people go by now."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from helpline.db import tables


def alias_in_use(who: ColumnElement[str]) -> ScalarSelect[str]:
    """The alias that somebody goes by in this shift."""
    s, duty = tables.staff.c, tables.duty.c
    in_use = select(func.coalesce(duty.alias, s.alias)).select_from(tables.staff)
    return in_use.outerjoin(tables.duty, duty.staff == s.id).where(s.id == who).scalar_subquery()
