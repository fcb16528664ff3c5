"""What somebody at the desk sees: a snapshot, and the events that lead from one to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from helpline.actions.read import Danger, read_dangers, read_nickname, read_note, read_whisper
from helpline.core.advised import is_about_danger, is_shown
from helpline.core.along import is_open
from helpline.core.call import Call, Leg, Part
from helpline.core.conversation import AT_DESK, Conversation, State
from helpline.core.danger import RECOVER
from helpline.core.offers import Offer
from helpline.core.registration import missing
from helpline.core.rules import Rules
from helpline.core.staff import Duty, Level, Role, Staff, alias_of
from helpline.ports import Holder, Records, ShownAlarm, Vault
from helpline.realtime.advice_view import advice_form
from helpline.realtime.forms import Form, changed, iso


def me_form(staff: Staff, duty: Duty, *, can_be_rung: bool | None = None) -> Form:
    """Who I am and how I stand. can_be_rung: null where there is no telephone.

    Whoever catches their breath still does after a reload, so that `why` stands here; that an offer lapsed is told
    once.
    """
    return {
        "name": staff.name,
        "alias": alias_of(staff, duty),
        "role": staff.role.value,
        "level": staff.level.value,
        "youth": staff.youth,
        "languages": list(staff.languages),
        "status": duty.status.value,
        "channels": list(duty.channels),
        "chats": duty.chats,
        **({"phone": {"online": can_be_rung}} if can_be_rung is not None else {}),
        **({"why": duty.why} if duty.why == RECOVER else {}),
    }


def offer_form(offer: Offer) -> Form:
    """An offer says channel, language, waiting time and why it is back, and nothing else."""
    return {
        "offer": offer.id,
        "conversation": offer.conversation,
        "channel": offer.channel,
        "language": offer.language,
        "waiting_seconds": offer.waiting_seconds,
        "expires_at": iso(offer.expires_at),
        "returned": offer.returned.value if offer.returned else None,
    }


async def conversation_form(it: Conversation, staff: str, records: Records, vault: Vault, rules: Rules) -> Form:
    """A conversation at the desk, without its messages, as this person sees it."""
    registration = await records.facts.registration(it.id)
    note = read_note(it, vault)
    alarms = await records.alarms.shown(it.id)
    dangers = await read_dangers(it, records=records, vault=vault)
    return {
        "id": it.id,
        "channel": it.channel,
        "state": it.state.value,
        "nickname": read_nickname(it, vault),
        "language": it.language,
        "topic_chosen": it.topic_chosen,
        "phase": it.phase,
        "registration": registration,
        "missing": missing(rules.definitions.form, registration),
        "watched_by": await records.along.watchers(it.id),
        "holders": [holder_form(one, staff) for one in await records.facts.holders(it.id)],
        "child": "away" if it.child_away else "here",
        **({"note": note} if note else {}),
        **({"ended_by": it.ended_by.value} if it.ended_by else {}),
        **({"alarm": {"taken_by": alarms[0].taken_by}} if alarms else {}),
        **({"danger": [danger_form(one) for one in dangers]} if dangers else {}),
        **({"asked_along": True} if await records.along.asked(it.id) else {}),
        **({"way_back": True} if it.way_back_of is not None else {}),
        **({"practice": True} if it.practice else {}),
        **(await call_form(it, records) if it.channel == "phone" else {}),
    }


async def call_form(it: Conversation, records: Records) -> Form:
    """The voice of a conversation. is_up: whoever holds it is heard · others: who is in the call besides; null when the
    child is gone."""
    call = await records.calls.of(it.id)
    if call is None or it.ended_at is not None:
        return {"hold": False, "call": None}
    legs = await records.calls.legs(it.id)
    holder = next((leg for leg in legs if leg.part is Part.VOLUNTEER), None)
    return {
        "hold": call.held_at is not None,
        "call": {
            "is_up": holder is not None and holder.answered_at is not None,
            "others": [await _other_form(leg, records) for leg in legs if leg.part is not Part.VOLUNTEER],
            **(await _missed_form(call, records)),
        },
    }


async def _missed_form(it: Call, records: Records) -> Form:
    if it.missed is None:
        return {}
    who = await _named(it.missed_staff, records) or it.missed_referral
    return {"missed": {"who": who, "why": it.missed.value, "colleague": it.missed_staff is not None}}


async def _named(staff: str | None, records: Records) -> str | None:
    """The alias of somebody of ours."""
    person = await records.people.get(staff) if staff is not None else None
    return None if person is None else alias_of(person, await records.people.duty(person.id))


async def _other_form(leg: Leg, records: Records) -> Form:
    is_colleague = leg.staff is not None and leg.part in (Part.CONSULT, Part.CONFERENCE)
    return {
        "leg": leg.id,
        "part": leg.part.value,
        "who": await _named(leg.staff, records) or leg.referral,
        "is_ringing": leg.answered_at is None,
        **({"colleague": True} if is_colleague else {}),
    }


def holder_form(it: Holder, staff: str) -> Form:
    """Who held a conversation from a moment on, so that their words can be told apart. mine: whoever reads this."""
    return {"alias": it.alias, "since": iso(it.since), "mine": it.staff == staff}


async def held_form(it: Conversation, staff: str, records: Records, vault: Vault, rules: Rules) -> Form:
    """A conversation as whoever holds it sees it: with what is advised, unless it is about danger."""
    form = await conversation_form(it, staff, records, vault, rules)
    stands = await records.advice.of(it.id)
    in_danger = form.get("alarm") or is_about_danger(form["registration"], rules.definitions.topics)
    if stands is None or not is_shown(stands) or in_danger:
        return form
    return form | {"advice": advice_form(stands.advice)}


def danger_form(it: Danger) -> Form:
    """What was asked and done, and when."""
    return {"at": iso(it.at), "asked": it.asked, "answer": it.answer, "action": it.action}


def alarm_form(it: ShownAlarm) -> Form:
    """An alarm as a coordinator sees it."""
    return {
        "conversation": it.conversation,
        "volunteer": it.volunteer,
        "raised_at": iso(it.raised_at),
        "taken_by": it.taken_by,
    }


async def mine(staff: str, records: Records) -> list[Conversation]:
    """What this person holds at the desk."""
    return [it for it in await records.conversations.held_by(staff) if it.state in AT_DESK]


async def watched(staff: Staff, records: Records) -> list[Conversation]:
    """What this coordinator reads along with."""
    if staff.role is not Role.COORDINATOR:
        return []
    found = [await records.conversations.get(it.conversation) for it in await records.along.watches(staff=staff.id)]
    return [it for it in found if it is not None and is_open(it) and it.volunteer != staff.id]


async def _whispers(staff: str, records: Records, vault: Vault) -> dict[str, Form]:
    found = {}
    for shown in await records.along.whispers_to(staff):
        text = await read_whisper(shown.whisper, records=records, vault=vault)
        if text is not None:
            said = shown.whisper
            found[said.id] = {"conversation": said.conversation, "from": shown.by, "text": text, "at": iso(said.at)}
    return found


async def _conversations(staff: Staff, duty: Duty, records: Records, vault: Vault, rules: Rules) -> dict[str, Form]:
    """Those that they hold, and those that they read along with, which say so."""
    held = await mine(staff.id, records)
    forms = {it.id: await held_form(it, staff.id, records, vault, rules) for it in held}
    for it in held:
        if it.practice and (waiting := await _children_waiting(staff, duty, records)):
            forms[it.id]["children_waiting"] = waiting
    for it in await watched(staff, records):
        forms[it.id] = await watched_form(it, staff.id, records, vault, rules)
    return forms


async def _children_waiting(staff: Staff, duty: Duty, records: Records) -> int:
    """How many children this person could help once they have practised; none who is only in training."""
    if staff.level is Level.TRAINING:
        return 0
    return await records.conversations.children_waiting(duty.channels)


async def watched_form(it: Conversation, staff: str, records: Records, vault: Vault, rules: Rules) -> Form:
    """A conversation as a coordinator sees it who reads along. volunteer: the alias that the child knows."""
    form = await conversation_form(it, staff, records, vault, rules)
    return form | {"watching": True, "volunteer": await records.facts.last_alias(it.id)}


async def _agreements(staff: Staff, records: Records, now: datetime) -> list[str]:
    """The time-outs and blocks that wait for this coordinator's yes; their own wait for somebody else's."""
    if staff.role is not Role.COORDINATOR:
        return []
    return [it.id for it in await records.sanctions.waiting(now) if it.by != staff.id]


async def look(
    staff: Staff,
    duty: Duty,
    records: Records,
    vault: Vault,
    rules: Rules,
    now: datetime,
    *,
    has_telephone: bool = False,
) -> Form:
    """The snapshot without messages and without the coordinators' queue; conversations and alarms by id."""
    asked = await records.offers.open_for(staff=staff.id)
    alarms = await records.alarms.shown() if staff.role is Role.COORDINATOR else []
    along = await records.along.all_asked() if staff.role is Role.COORDINATOR else []
    phones = await records.calls.phones([staff.id]) if has_telephone else []
    can_be_rung = any(it.is_online for it in phones) if has_telephone else None
    return {
        "me": me_form(staff, duty, can_be_rung=can_be_rung),
        "why": duty.why,
        "alarms": {it.conversation: alarm_form(it) for it in alarms},
        "asked_along": {it.conversation: {"conversation": it.conversation, "volunteer": it.volunteer} for it in along},
        "agreements": await _agreements(staff, records, now),
        "offers": {asked.id: offer_form(asked)} if asked else {},
        "conversations": await _conversations(staff, duty, records, vault, rules),
        "whispers": await _whispers(staff.id, records, vault),
        "beside": await _beside(staff.id, records, rules) if has_telephone else None,
    }


async def _beside(staff: str, records: Records, rules: Rules) -> Form | None:
    """A colleague's call for which they are asked, or in which they are. is_asked: they have not said yes · is_up: they
    are heard."""
    leg = await records.calls.beside(staff)
    it = await records.conversations.get(leg.conversation) if leg is not None else None
    if leg is None or it is None or it.state is not State.ACTIVE:
        return None
    return {
        "conversation": it.id,
        "volunteer": await records.facts.last_alias(it.id),
        "language": it.language,
        "part": leg.part.value,
        "is_asked": leg.phone is None,
        "is_up": leg.answered_at is not None,
        "expires_at": iso(leg.made_at + rules.graces.offer),
    }


def events(before: Form, after: Form) -> Iterator[tuple[str, Form]]:
    """What must be sent besides what became of offers and conversations that are gone."""
    if before["me"] != after["me"]:
        yield "me", after["me"] | ({"why": after["why"]} if after["why"] else {})
    for name, offer in after["offers"].items():
        if name not in before["offers"]:
            yield "offer", offer
    for name, conversation in after["conversations"].items():
        shown = before["conversations"].get(name)
        if shown is not None and shown != conversation:
            yield "conversation", {"id": name} | changed(shown, conversation)
    yield from _alarms(before, after)
    yield from _along(before, after)


def _along(before: Form, after: Form) -> Iterator[tuple[str, Form]]:
    for name, asked in after["asked_along"].items():
        if before["asked_along"].get(name) != asked:
            yield "asked_along", asked
    for name in before["asked_along"].keys() - after["asked_along"].keys():
        yield "asked_along_over", {"conversation": name}
    if before["agreements"] != after["agreements"]:
        yield "agreements", {"sanctions": after["agreements"]}
    for name, said in after["whispers"].items():
        if name not in before["whispers"]:
            yield "whisper", said


def _alarms(before: Form, after: Form) -> Iterator[tuple[str, Form]]:
    anew = [name for name, alarm in after["alarms"].items() if _is_new(before["alarms"].get(name), alarm)]
    for name in anew:
        alarm = after["alarms"][name]
        yield "alarm", {key: value for key, value in alarm.items() if key != "taken_by"}
    # one that comes whole says itself who took its alarm
    known = before["conversations"].keys()
    takers = _takers(before, known)
    for name, by in _takers(after, known).items():
        if takers.get(name) != by or name in anew:
            yield "alarm_taken", {"conversation": name, "by": by}
    for name in before["alarms"].keys() - after["alarms"].keys():
        yield "alarm_over", {"conversation": name}


def _is_new(shown: Form | None, alarm: Form) -> bool:
    if shown is None or any(shown[key] != alarm[key] for key in ("raised_at", "volunteer")):
        return True
    return shown["taken_by"] is not None and alarm["taken_by"] is None


def _takers(look: Form, known: Collection[str]) -> dict[str, str]:
    """Who took each alarm, of the conversations that are known here and, for a coordinator, of all."""
    own = {name: it["alarm"] for name, it in look["conversations"].items() if name in known and it.get("alarm")}
    return {name: it["taken_by"] for name, it in (own | look["alarms"]).items() if it["taken_by"] is not None}


def unwatched(name: str) -> Form:
    """A conversation that this person does not read along with any more, nor holds."""
    return {"id": name, "state": State.CLOSED.value}


def gone(it: Conversation | None, staff: str, *, by: str | None = None, is_given: bool = False) -> Form:
    """A conversation that this person does not hold any more. by: the alias of who took it over · is_given: they gave
    it to somebody, who has it."""
    form: Form = {"id": it.id, "state": State.CLOSED.value} if it else {"state": State.CLOSED.value}
    if by is not None:
        return form | {"why": "taken_over", "by": by}
    if it is not None and (it.volunteer != staff or it.state not in (State.CLOSED, State.WRAP_UP)):
        form["why"] = "handed_over" if is_given or it.handed_over or it.volunteer is None else "lost"
    return form
