"""A coordinator reads along, whispers to the volunteer, or takes over; a volunteer asks for company."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.actions.ids import new_id
from helpline.actions.read import whisper_row
from helpline.actions.ringing import leave_call
from helpline.core import along
from helpline.core.along import WHISPER_KEPT, Asked, Reason, SealedWhisper, Watch
from helpline.core.audit import Deed
from helpline.core.conversation import AT_DESK, Conversation, State
from helpline.core.deadlines import Kind
from helpline.core.errors import Ended, NotYours
from helpline.ports import SealedKey, UnitOfWork, Vault


async def watch(
    conversation: str, reason: Reason, coordinator: str, *, work: UnitOfWork, now: datetime
) -> Conversation:
    """Read along from now on; the volunteer sees at once who is there. Doing it again changes nothing.

    Raises:
        NotYours: there is no such conversation, nobody has accepted it yet, it has ended, or it is one's own.
    """
    it = await somebody_elses(conversation, coordinator, work)
    if await watches(conversation, coordinator, work):
        return it
    await work.along.add(Watch(conversation=it.id, staff=coordinator, since=now, reason=reason))
    await work.along.stop_asking(it.id)
    deed = Deed(what="watch_began", by=coordinator, whom=it.volunteer, conversation=it.id, reason=reason.value)
    await work.audit.record(deed, now)
    return await _tell(it, coordinator, work)


async def unwatch(conversation: str, coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """Not any more.

    Raises:
        NotYours: this coordinator does not read along with it.
    """
    watched = await watches(conversation, coordinator, work)
    if watched is None:
        raise NotYours
    await _leave(watched, "unwatched", work, now)


async def whisper(
    conversation: str, text: str, coordinator: str, *, work: UnitOfWork, vault: Vault, now: datetime
) -> None:
    """Say something to the volunteer alone. It is no message: nobody else hears it, and after a minute it is gone.

    Raises:
        NotYours: this coordinator does not read along with it.
        Ended: nobody holds it at this moment.
    """
    it = await work.conversations.get(conversation)
    if it is None or await watches(conversation, coordinator, work) is None:
        raise NotYours
    if it.state is not State.ACTIVE or it.volunteer is None:
        raise Ended
    name = new_id()
    sealed = vault.seal(it.id, SealedKey(it.key_day, it.key_wrapped), whisper_row(name), text)
    said = SealedWhisper(id=name, conversation=it.id, said_by=coordinator, said_to=it.volunteer, at=now, sealed=sealed)
    await work.along.whisper(said)
    await forget_whispers(it.id, work=work, now=now)
    await work.conversations.save(it)
    work.tell(f"staff:{it.volunteer}")
    work.tell(f"conversation:{it.id}")


async def ask_along(conversation: str, staff: str, *, work: UnitOfWork, now: datetime) -> None:
    """*Kijk je even mee?* Nothing changes while it is asked already, or somebody reads along.

    Raises:
        NotYours: somebody else holds it.
        Ended: it is in wrap-up or closed.
    """
    it = await work.conversations.get(conversation)
    if it is None or it.volunteer != staff or it.state not in (*AT_DESK, State.CLOSED):
        raise NotYours
    if it.state is not State.ACTIVE:
        raise Ended
    if await work.along.asked(it.id) is not None or await work.along.watches(conversation=it.id):
        return
    await work.along.ask(Asked(conversation=it.id, asked_by=staff, asked_at=now))
    await _tell(it, staff, work)


async def somebody_elses(conversation: str, coordinator: str, work: UnitOfWork) -> Conversation:
    """A conversation that a coordinator may open or take over.

    Raises:
        NotYours: there is none that runs, or it is their own.
    """
    it = await work.conversations.get(conversation)
    if it is None or not along.is_open(it) or it.volunteer == coordinator:
        raise NotYours
    return it


async def watches(conversation: str, coordinator: str, work: UnitOfWork) -> Watch | None:
    """Does this coordinator read along with it?"""
    theirs = await work.along.watches(conversation=conversation)
    return next((it for it in theirs if it.staff == coordinator), None)


# ---- what ends it ----


async def end_along(conversation: str, *, work: UnitOfWork, now: datetime) -> None:
    """It has ended: nobody reads along any more, and no whisper waits."""
    for watched in await work.along.watches(conversation=conversation):
        await _leave(watched, "ended", work, now, is_saved=True)
    await stop_asking(conversation, work=work)
    await work.along.forget_whispers(conversation)
    await work.deadlines.clear(Kind.WHISPER, conversation)


async def stop_asking(conversation: str, *, work: UnitOfWork) -> None:
    """Whoever asked does not hold it any more."""
    if await work.along.stop_asking(conversation):
        work.tell("alarms")


async def watcher_took_over(conversation: str, coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """It is theirs now, and needs no watching."""
    watched = await watches(conversation, coordinator, work)
    if watched is not None:
        await _leave(watched, "taken_over", work, now, is_saved=True)


async def stop_watching(coordinator: str, why: str, *, work: UnitOfWork, now: datetime) -> None:
    """They logged out, or are gone for too long."""
    for watched in await work.along.watches(staff=coordinator):
        await _leave(watched, why, work, now)
    await work.deadlines.clear(Kind.WATCHER, coordinator)


async def watcher_came(coordinator: str, *, work: UnitOfWork) -> None:
    """Back in time: they still read along."""
    if await work.along.watches(staff=coordinator):
        await work.deadlines.clear(Kind.WATCHER, coordinator)


async def watcher_went(coordinator: str, grace: timedelta, *, work: UnitOfWork, now: datetime) -> None:
    """Their last window closed: they have as long to return as a volunteer who talks."""
    if await work.along.watches(staff=coordinator):
        await work.deadlines.set(Kind.WATCHER, coordinator, now + grace)
        work.tell("deadlines")


async def miss_watcher(coordinator: str, *, work: UnitOfWork, now: datetime) -> None:
    """The coordinator who read along did not return."""
    duty = await work.people.duty(coordinator)
    if duty is None or not duty.is_connected:
        await stop_watching(coordinator, "gone", work=work, now=now)


async def forget_whispers(conversation: str, *, work: UnitOfWork, now: datetime) -> None:
    """Those of a minute ago and before; the next ones at their own minute."""
    oldest = await work.along.forget_whispers(conversation, now - WHISPER_KEPT)
    if oldest is not None:
        await work.deadlines.set(Kind.WHISPER, conversation, oldest + WHISPER_KEPT)
        work.tell("deadlines")


async def tell_alias_along(staff: str, work: UnitOfWork) -> None:
    """Somebody goes by another name, which may be read where they read along or asked for it."""
    theirs = [it.conversation for it in await work.along.watches(staff=staff)]
    theirs += [it.conversation for it in await work.along.asked_by(staff)]
    for name in theirs:
        it = await work.conversations.get(name)
        if it is not None:
            await _tell(it, staff, work)


async def _leave(watched: Watch, why: str, work: UnitOfWork, now: datetime, *, is_saved: bool = False) -> None:
    await work.along.remove(watched)
    it = await work.conversations.get(watched.conversation)
    assert it is not None
    await leave_call(it, watched.staff, work)
    deed = Deed(what="watch_ended", by=watched.staff, whom=it.volunteer, conversation=it.id, about=why)
    await work.audit.record(deed, now)
    if is_saved:
        work.tell(f"staff:{watched.staff}")
    else:
        await _tell(it, watched.staff, work)


async def _tell(it: Conversation, staff: str, work: UnitOfWork) -> Conversation:
    """Everybody who may see it looks again. Of two who change it at once, one decides again."""
    saved = await work.conversations.save(it)
    for topic in (f"conversation:{it.id}", f"staff:{staff}", "alarms"):
        work.tell(topic)
    return saved
