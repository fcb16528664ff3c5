"""What the deeds at the desk share."""

from __future__ import annotations

from helpline.realtime.adviser import Adviser
from helpline.realtime.house import House


class Deeds:
    """Each answers with its acknowledgement. The right to a conversation is asked of the database, every time."""

    def __init__(self, house: House, adviser: Adviser) -> None:
        self._house = house
        self._adviser = adviser
