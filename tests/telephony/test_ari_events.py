"""Whatever Asterisk says, or somebody in its place, our ears go on hearing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from helpline.core.line import CallerGone, Fact, Incoming
from helpline.telephony.ari_events import Events
from helpline.telephony.known_call import KnownCall
from helpline.telephony.phones import Phones

KINDS = (
    *("StasisStart", "StasisEnd", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed"),
    *("ChannelDtmfReceived", "PlaybackFinished", "EndpointStateChange", "BridgeCreated"),
)
NAMES = ("c1", "leg-a.of.c1", "talk.of.c1", "ear-a-1.of.c1", "p1.of.c1", ".of.", "")
FIELDS = (
    *("type", "channel", "playback", "endpoint", "args", "digit", "cause", "id", "state", "resource", "technology"),
    *("name", "dialplan", "caller"),
)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(NAMES + KINDS)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=5),
    max_leaves=12,
)
channels = st.fixed_dictionaries({"id": st.sampled_from(NAMES)}, optional={"state": scalars}) | anything
events = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS)},
    optional={
        "channel": channels,
        "playback": channels,
        "endpoint": channels | anything,
        "args": st.lists(st.text(), max_size=3) | anything,
        "digit": scalars,
        "cause": scalars,
    },
) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), anything, max_size=4)


class Heard:
    """Ears, and what they told."""

    def __init__(self) -> None:
        self.calls: dict[str, KnownCall] = {}
        self.facts: list[Fact] = []
        phones = Phones.__new__(Phones)
        phones._allowed, phones.online = {}, set()
        self.events = Events(self.calls, phones, self.facts.append, lambda call: None, lambda ear: None)


@given(st.lists(events, max_size=6))
def test_after_any_events_a_call_comes_in_and_goes(said: list[dict[str, Any]]):
    heard = Heard()
    for event in said:
        heard.events.happened(event)
    before = len(heard.facts)
    child = {"id": "1700000000.77", "state": "Ring"}
    heard.events.happened({"type": "StasisStart", "channel": child, "args": ["1234", "0a" * 20]})
    heard.events.happened({"type": "ChannelDestroyed", "channel": child, "cause": 16})
    assert heard.facts[before:] == [Incoming(child["id"], "1234", "0a" * 20), CallerGone(child["id"])]
