"""The two pages as somebody would write them who has read the contract, and nothing of the server.

Each is fed with what came over the wire, in its order: events, and acknowledgements beside what they answer.
"""

from __future__ import annotations

from typing import Any

Form = dict[str, Any]

OPENING = ("open", "opens_at", "closes_at", "try_at", "notice")
PLACE = ("position", "estimate_seconds", "unreachable")
LOST = ("interrupted", "handed_over")
WHO = ("volunteer", "reads_back", "holders")
TALK = (*WHO, "ended", *PLACE, *LOST)
"""What belongs to one conversation and not to the next."""

PASSING = ("watching", "volunteer", "asked_along", "advice", "children_waiting")
"""What a conversation at the desk has for a while; null takes it away."""

CHILD_EVENTS = {
    "snapshot",
    "opening",
    "queue",
    "joined",
    "interrupted",
    "message",
    "typing",
    "ended",
    "keep",
    "out",
    "superseded",
}
DESK_EVENTS = {
    "snapshot", "me", "offer", "offer_gone", "message", "typing", "conversation", "queue", "notice", "alarm",
    "alarm_taken", "alarm_over", "whisper", "asked_along", "asked_along_over", "agreements", "beside",
}  # fmt: skip
PHONE_EVENTS = {"snapshot", "call", "message"}
"""All events of the contract but those of later issues."""


class ChildPage:
    """What a child sees."""

    def __init__(self) -> None:
        self.view: Form = {}

    def heard(self, event: str, data: Form) -> None:
        """An event arrived."""
        if event == "snapshot":
            assert set(data) >= {"state", "messages", "last_seq", "open"}, data
            self.view = dict(data)
        elif event == "opening":
            self._forget(OPENING)
            self.view |= data
        elif event == "queue":
            assert "position" in data, data
            assert "estimate_seconds" in data, data
            self._forget(PLACE)
            self.view |= data
        elif event == "joined":
            self._forget((*WHO, *PLACE, *LOST))
            self.view |= {"state": "talking", "volunteer": data["volunteer"], "reads_back": data["reads_back"]}
            self.view |= {key: data[key] for key in WHO if key in data}
        elif event == "interrupted":
            assert self.view["state"] == "talking", self.view
            self._forget(LOST)
            self.view |= {"interrupted": True, **data}
        elif event == "message":
            self._add([data])
        elif event == "ended":
            self._forget((*PLACE, *LOST))
            self.view |= {"state": "ended", "ended": data}
        elif event == "keep":
            assert self.view["ended"]["keep_until"] == data["until"], data
        else:
            assert event in ("typing", "out", "superseded"), event

    def acked(self, event: str, sent: Form, ack: Form) -> None:
        """An acknowledgement arrived."""
        if "error" in ack:
            return
        assert ack["ok"] is True, ack
        if event == "enter":
            self._entered(ack)
        elif event == "sync":
            self._add(ack["messages"])
        elif event == "say":
            words = {"client_id": sent["client_id"], "sender": "child", "text": sent["text"]}
            self._add([{"seq": ack["seq"], "at": ack["at"], **words}])
        elif event == "forget":
            self.view = {key: self.view[key] for key in OPENING if key in self.view}
            self.view |= {"state": "idle", "messages": [], "last_seq": 0}

    def _entered(self, ack: Form) -> None:
        if self.view.get("conversation") != ack["conversation"]:
            self._forget(TALK)
            self.view |= {"messages": [], "last_seq": 0}
        self.view |= {"conversation": ack["conversation"], "resume": ack["resume"]}
        if ack["position"] is None:
            self.view["state"] = "talking"
        else:
            self.view |= {"state": "waiting", "position": ack["position"], "estimate_seconds": ack["estimate_seconds"]}

    def _forget(self, keys: tuple[str, ...]) -> None:
        self.view = {key: value for key, value in self.view.items() if key not in keys}

    def _add(self, messages: list[Form]) -> None:
        self.view["messages"] = merged(self.view["messages"], messages)
        self.view["last_seq"] = max([0, *(message["seq"] for message in self.view["messages"])])


class DeskPage:
    """What somebody at the desk sees."""

    def __init__(self) -> None:
        self.view: Form = {}
        self.whispers: list[Form] = []

    def heard(self, event: str, data: Form) -> None:
        """An event arrived."""
        if event == "snapshot":
            self._begin(data)
        elif event == "me":
            # that an offer lapsed is told once; whoever catches their breath does so until they say otherwise
            self.view["me"] = {key: value for key, value in data.items() if (key, value) != ("why", "lapsed")}
        elif event == "offer":
            self.view["offers"][data["offer"]] = data
        elif event == "offer_gone":
            assert data["reason"] in ("lapsed", "withdrawn", "left", "accepted", "declined"), data
            self.view["offers"].pop(data["offer"], None)
        elif event == "message":
            held = self.view["conversations"][data["conversation"]]
            self._add(held, [{key: value for key, value in data.items() if key != "conversation"}])
        elif event == "conversation":
            self._changed(data)
        elif event == "queue":
            self.view["queue"] = data
        elif event == "notice":
            self.view["notice"] = data["notice"]
        elif event in ("alarm", "alarm_taken", "alarm_over"):
            self._alarmed(event, data)
        else:
            self._beside(event, data)

    def _beside(self, event: str, data: Form) -> None:
        if event == "asked_along":
            self.view["asked_along"][data["conversation"]] = data
        elif event == "asked_along_over":
            del self.view["asked_along"][data["conversation"]]
        elif event == "whisper":
            self._whispered(data)
        elif event == "agreements":
            self.view["agreements"] = data["sanctions"]
        elif event == "beside":
            self.view = {key: value for key, value in self.view.items() if key != "beside"}
            self.view |= {key: value for key, value in data.items() if value is not None}
        else:
            assert event in ("typing", "key"), event

    def _begin(self, data: Form) -> None:
        may = {"queue", "alarms", "asked_along", "agreements", "version", "beside"}
        assert set(data) - may == {
            "me",
            "offers",
            "conversations",
            "notice",
        }, data
        offers = {offer["offer"]: offer for offer in data["offers"]}
        self.view = data | {"offers": offers, "conversations": {it["id"]: it for it in data["conversations"]}}
        if "alarms" in data:
            self.view["alarms"] = {it["conversation"]: it for it in data["alarms"]}
        if "asked_along" in data:
            self.view["asked_along"] = {it["conversation"]: it for it in data["asked_along"]}

    def _whispered(self, data: Form) -> None:
        """It belongs to no snapshot, and comes again to a window that opens within the minute."""
        assert set(data) == {"conversation", "from", "text", "at"}, data
        if data not in self.whispers:
            self.whispers.append(data)

    def _alarmed(self, event: str, data: Form) -> None:
        if event == "alarm":
            self.view["alarms"][data["conversation"]] = data | {"taken_by": None}
        elif event == "alarm_taken":
            self._taken(data["conversation"], data["by"])
        else:
            del self.view["alarms"][data["conversation"]]

    def _taken(self, conversation: str, by: str) -> None:
        """To the coordinators, and to the volunteer."""
        alarms, held = self.view.get("alarms", {}), self.view["conversations"]
        assert conversation in alarms or conversation in held, conversation
        if conversation in alarms:
            alarms[conversation] |= {"taken_by": by}
        if conversation in held:
            held[conversation]["alarm"] = {"taken_by": by}

    def acked(self, event: str, sent: Form, ack: Form) -> None:
        """An acknowledgement arrived."""
        if "error" in ack:
            return
        assert ack["ok"] is True, ack
        if event in ("accept", "decline"):
            self.view["offers"].pop(sent["offer"], None)
        if event in ("accept", "watch", "take_over"):
            self._changed(ack["conversation"])
        elif event == "be":
            self.view["me"] |= sent
        elif event == "phase":
            self.view["conversations"][sent["conversation"]]["phase"] = sent["phase"]
        elif event == "register":
            self._registered(self.view["conversations"][sent["conversation"]], sent["fields"], ack["missing"])
        elif event in ("finish", "hand_over", "unwatch"):
            self.view["conversations"].pop(sent["conversation"], None)
        elif event == "sync":
            self._add(self._held(sent), ack["messages"])
        elif event == "say":
            words = {"client_id": sent["client_id"], "sender": "volunteer", "text": sent["text"]}
            self._add(self._held(sent), [{"seq": ack["seq"], "at": ack["at"], **words}])

    def _held(self, sent: Form) -> Form:
        """One that was closed meanwhile is none of the page's any more."""
        held: Form = self.view["conversations"].get(sent["conversation"], {"messages": []})
        return held

    def _changed(self, change: Form) -> None:
        held = self.view["conversations"]
        if change.get("state") == "closed":
            held.pop(change["id"], None)
        elif change["id"] not in held or "messages" in change:
            assert {"state", "messages", "registration", "missing"} <= set(change), f"not whole: {change}"
            before = held.get(change["id"], {}).get("messages", [])
            held[change["id"]] = change | {"messages": merged(before, change["messages"])}
        else:
            whole = held[change["id"]] | change
            held[change["id"]] = {key: it for key, it in whole.items() if it is not None or key not in PASSING}

    def _registered(self, held: Form, fields: Form, missing: list[str]) -> None:
        filled = {key: value for key, value in (held["registration"] | fields).items() if value not in (None, [])}
        held |= {"registration": filled, "missing": missing}

    def _add(self, held: Form, messages: list[Form]) -> None:
        held["messages"] = merged(held["messages"], messages)
        held["last_seq"] = max([0, *(message["seq"] for message in held["messages"])])


def merged(before: list[Form], more: list[Form]) -> list[Form]:
    """Each number once, in order; a number never changes what it says."""
    by_seq = {message["seq"]: message for message in before}
    for message in more:
        known = by_seq.setdefault(message["seq"], message)
        assert known == message, (known, message)
    return [by_seq[seq] for seq in sorted(by_seq)]


def lasting(view: Form) -> Form:
    """Without what only ages."""
    kept = {key: value for key, value in view.items() if key != "estimate_seconds"}
    if "queue" in kept:
        kept["queue"] = {key: value for key, value in kept["queue"].items() if key != "longest_seconds"}
    return kept


class PhonePage:
    """What a telephone on the practice line shows."""

    def __init__(self) -> None:
        self.view: Form = {}
        self.messages: list[Form] = []

    def heard(self, event: str, data: Form) -> None:
        """An event arrived."""
        if event == "snapshot":
            assert set(data) == {"call", "messages", "last_seq"}, data
            self.view, self.messages = data, data["messages"]
        elif event == "call":
            assert set(data) == {"state", "hears", "music", "voices"}, data
            self.view["call"] = data
        else:
            assert event == "message", event
            assert data["seq"] == len(self.messages) + 1, (data, self.messages)
            self.messages = [*self.messages, data]

    def acked(self, event: str, sent: Form, ack: Form) -> None:
        """An acknowledgement arrived; a new call begins without words."""
        if event == "dial" and ack.get("ok") and self.view["call"]["state"] in ("idle", "over"):
            self.messages = []
