"""The snapshot that somebody would get at this moment, without disturbing the page that they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from helpline.actions.read import read_messages
from helpline.app import Node
from helpline.core.rules import RETURNS_FOR
from helpline.core.staff import Role
from helpline.ports import Clock
from helpline.realtime import child_view, desk_view
from helpline.realtime.forms import message_form
from helpline.realtime.overview import overview
from tests.realtime.faces.clients import ChildClient, Client, DeskClient
from tests.realtime.faces.reducers import Form

FOR_EVER = timedelta(days=1)


async def fresh_child(node: Node, clock: Clock, page: ChildClient) -> Form:
    """Read and not asked for: a second page would push the first one out.

    A page that shows how a conversation ended goes on showing it; that it does not come back after ten minutes is what
    ages.
    """
    token = page.resume or page.auth
    assert node.pseudonyms is not None
    device = node.pseudonyms.of_device(token, clock.now()) if token else ()
    async with node.house.store.look() as records:
        ended_after = clock.now() - (FOR_EVER if page.view["state"] == "ended" else RETURNS_FOR)
        it = await records.conversations.of_device(device, ended_after) if device else None
        seen = await child_view.look(it, token, records, node.house.line)
        messages = await read_messages(it, 0, records=records, vault=node.house.vault) if it else []
    if it is not None and it.ended_at is not None and it.ended_at <= clock.now() - RETURNS_FOR:
        seen["ended"] = page.view["ended"]  # nor that nobody asks any more how it is
    forms = [message_form(message) for message in messages]
    return seen | {"messages": forms, "last_seq": forms[-1]["seq"] if forms else 0}


async def fresh_desk(node: Node, window: DeskClient) -> Form:
    """What the house would show to one more window, read."""
    house = node.house
    async with house.store.look() as records:
        staff = await records.people.named(window.view["me"]["name"])
        assert staff is not None
        duty = await records.people.duty(staff.id)
        assert duty is not None
        seen = await desk_view.look(staff, duty, records, house.vault, house.rules, house.clock.now())
        for it in [*await desk_view.mine(staff.id, records), *await desk_view.watched(staff, records)]:
            messages = [message_form(one) for one in await read_messages(it, 0, records=records, vault=house.vault)]
            seen["conversations"][it.id] |= {"messages": messages, "last_seq": len(messages)}
    of_the_house = {"notice": house.line.notice, "version": house.version}
    its = (
        {"queue": await overview(house), **{key: seen[key] for key in ("alarms", "asked_along", "agreements")}}
        if staff.role is Role.COORDINATOR
        else {}
    )
    return {key: seen[key] for key in ("me", "offers", "conversations")} | of_the_house | its


async def is_noticed(node: Node, gone: Client, others: Collection[Client]) -> bool:
    """Has the house written down that this page is not there any more?"""
    async with node.house.store.look() as records:
        if isinstance(gone, ChildClient):
            conversation = gone.view.get("conversation")
            it = await records.conversations.get(conversation) if conversation else None
            return it is None or it.ended_at is not None or it.child_gone_at is not None
        name = gone.view["me"]["name"]
        if any(isinstance(other, DeskClient) and other.view["me"]["name"] == name for other in others):
            return True
        staff = await records.people.named(name)
        assert staff is not None
        duty = await records.people.duty(staff.id)
        return duty is None or not duty.is_connected
