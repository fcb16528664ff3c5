"""Whom a block would hit: counts of what came from the same device, network or number."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.sanctions import KINDS, Scope
from helpline.db import tables
from helpline.db.states import IN_QUEUE
from helpline.ports import Pseudonym, Reach

_COUNSELLING = "counselling"
_a, _c, _r = tables.attempt.c, tables.conversation.c, tables.registration.c
_mark = tables.attempt_pseudonym.c


async def reach(connection: AsyncConnection, pseudonyms: Sequence[Pseudonym], since: datetime) -> Reach:
    """What keeping these out would hit, counted from that moment on."""
    met = {scope: [it.digest for it in pseudonyms if it.kind in KINDS[scope]] for scope in Scope}
    device, network, number = met[Scope.DEVICE], met[Scope.NETWORK], met[Scope.NUMBER]
    device_contacts, device_counselling = await _contacts(connection, device, since)
    number_contacts, number_counselling = await _contacts(connection, number, since)
    return Reach(
        device_contacts=device_contacts,
        device_counselling=device_counselling,
        number_contacts=number_contacts,
        number_counselling=number_counselling,
        other_devices=await _count(connection, _others(network, device, since)),
        live=await _count(connection, _now(network, device).where(_c.accepted_at.is_not(None))),
        waiting=await _count(connection, _now(network, device).where(_c.accepted_at.is_(None), IN_QUEUE)),
        runs=frozenset([scope for scope, digests in met.items() if await _count(connection, _now(digests, []))]),
    )


async def _contacts(connection: AsyncConnection, digests: Collection[bytes], since: datetime) -> tuple[int, int]:
    """How many contacts of these, and how many of them were registered as counselling."""
    query = (
        select(_a.contact, _r.fields)
        .outerjoin(tables.conversation, _c.attempt == _a.id)
        .outerjoin(tables.registration, _r.conversation == _c.id)
        .where(_a.id.in_(_attempts(digests)), _a.arrived_at >= since)
    )
    rows = (await connection.execute(query)).all() if digests else []
    helped = {contact for contact, fields in rows if fields and json.loads(fields).get("type") == _COUNSELLING}
    return len({contact for contact, _ in rows}), len(helped)


def _attempts(digests: Collection[bytes]) -> Select[str]:
    return select(_mark.attempt).where(_mark.digest.in_(digests))


def _others(network: Collection[bytes], device: Collection[bytes], since: datetime) -> Select[int]:
    """The other devices that came from this network."""
    return (
        select(func.count(_mark.digest.distinct()))
        .join(tables.attempt, _a.id == _mark.attempt)
        .where(_mark.kind == "device", _mark.attempt.in_(_attempts(network)), _a.arrived_at >= since)
        .where(_mark.digest.not_in(device))
    )


def _now(network: Collection[bytes], device: Collection[bytes]) -> Select[int]:
    """What is not over yet and came from this network, and from another device than this one."""
    return (
        select(func.count())
        .select_from(tables.conversation)
        .where(_c.ended_at.is_(None), _c.attempt.in_(_attempts(network)), _c.attempt.not_in(_attempts(device)))
    )


async def _count(connection: AsyncConnection, query: Select[int]) -> int:
    return (await connection.execute(query)).scalar_one()
