"""What the volunteer does in acute danger: calls every coordinator, and keeps what was asked and done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from helpline.actions.alarm import tell_alarm
from helpline.actions.end import held
from helpline.actions.read import DANGER_TEXTS, danger_row
from helpline.core import danger
from helpline.core.conversation import AT_DESK, Conversation, State
from helpline.core.danger import Alarm
from helpline.core.errors import Ended, Forgotten, NotYours
from helpline.core.rules import Rules
from helpline.ports import SealedDanger, SealedKey, UnitOfWork, Vault


async def raise_alarm(conversation: str, staff: str, *, work: UnitOfWork, rules: Rules, now: datetime) -> None:
    """Call every coordinator. While an alarm stands it changes nothing; the registration says `acute` from now on,
    unless it says something about danger already.

    Raises:
        NotYours: somebody else holds it.
        Ended: it is closed.
    """
    it = await held(conversation, staff, work)
    if it.state is State.CLOSED:
        raise Ended
    if await work.alarms.standing(it.id) is not None:
        return
    n = await work.alarms.newest(it.id) + 1
    await work.alarms.add(Alarm(conversation=it.id, n=n, raised_at=now, raised_by=staff))
    marked = danger.marked_acute(rules.definitions.form, await work.facts.registration(it.id))
    if marked is not None:
        await work.facts.register(it.id, marked, rules.definitions.version, now)
    await tell_alarm(it.id, work)


async def note_danger(
    conversation: str,
    texts: Mapping[str, str | None],
    staff: str,
    *,
    work: UnitOfWork,
    vault: Vault,
    now: datetime,
) -> None:
    """Keep what was `asked`, the child's `answer` and the `action`, sealed, with the moment and who decided.

    For whoever holds it, and for the coordinator who took its alarm.

    Raises:
        NotYours: neither.
        Ended: it is closed, or its words were forgotten.
    """
    it = await _for_whoever_helps(conversation, staff, work)
    if not it.key_day:
        raise Ended
    n = len(await work.alarms.dangers(it.id)) + 1
    key = SealedKey(it.key_day, it.key_wrapped)
    try:
        sealed = {name: vault.seal(it.id, key, danger_row(n, name), text) for name, text in texts.items() if text}
    except Forgotten:
        raise Ended from None
    kept = SealedDanger(n=n, at=now, decided_by=staff, **{name: sealed.get(name) for name in DANGER_TEXTS})
    await work.alarms.add_danger(it.id, kept)
    await work.conversations.save(it)  # of two who write at once, one decides again
    work.tell(f"conversation:{it.id}")


async def _for_whoever_helps(conversation: str, staff: str, work: UnitOfWork) -> Conversation:
    it = await work.conversations.get(conversation)
    if it is None:
        raise NotYours
    if it.volunteer == staff and it.state in (*AT_DESK, State.CLOSED):
        if it.state is State.CLOSED:
            raise Ended
        return it
    standing = await work.alarms.standing(it.id)
    if standing is None or standing.taken_by != staff:
        raise NotYours
    return it
