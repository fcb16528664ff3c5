"""Was the order kept? Who rang with which number is found as the helpline meets it again, by its keys."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from helpline.clock import SystemClock
from helpline.db.schema import sqlite_file
from helpline.keeping import keys_of
from helpline.settings import Settings

_OFFERED = """
SELECT mark.digest, conversation.rowid, min(offer.rowid) FROM offer
JOIN conversation ON conversation.id = offer.conversation
JOIN attempt_pseudonym AS mark ON mark.attempt = conversation.attempt AND mark.kind = 'tel'
GROUP BY conversation.id ORDER BY min(offer.rowid)
"""


@dataclass(frozen=True, slots=True)
class Order:
    """wrong: who was offered before somebody who came earlier · overtaken: the most by whom one child was overtaken
    between its INVITE and the queue, where Asterisk takes up several at the same moment."""

    wrong: int = 0
    overtaken: int = 0

    def __str__(self) -> str:
        return f"{self.wrong} · {self.overtaken}"


def order_of(settings: Settings, numbers: list[str]) -> Order:
    """Of these children, in the order in which they rang."""
    keys, now = keys_of(settings), SystemClock().now()
    rang = {
        mark.digest: place for place, number in enumerate(numbers) for mark in keys.pseudonyms.of_number(number, now)
    }
    with sqlite3.connect(sqlite_file(settings.places.database_url)) as database:
        found = [(rang[digest], came) for digest, came, _ in database.execute(_OFFERED) if digest in rang]
    came = [came for _, came in found]
    wrong = sum(1 for at, place in enumerate(came) if place < max(came[:at], default=0))
    by_arrival = [place for place, _ in sorted(found, key=lambda it: it[1])]
    overtaken = max((sum(other > place for other in by_arrival[:at]) for at, place in enumerate(by_arrival)), default=0)
    return Order(wrong, overtaken)
