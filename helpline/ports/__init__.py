"""What the actions need from the world, as protocols; `app.py` gives them the real thing and tests give them fakes.

Nothing here does I/O. Every fake passes the same contract tests as the real implementation (`tests/contract`).
"""

from helpline.ports.advice import Advices
from helpline.ports.alarms import Alarms, SealedDanger, ShownAlarm
from helpline.ports.along import Along, ShownAsked, ShownWhisper
from helpline.ports.audit import Audit, Sought
from helpline.ports.calls import Calls
from helpline.ports.conversations import (
    Attempts,
    Conversations,
    Holder,
    Messages,
    Overview,
    Running,
    SealedMessage,
    Words,
)
from helpline.ports.factors import Codes, Factors, NewCode, Passkeys
from helpline.ports.identifiers import Clock, Lasting, Pseudonym, Pseudonyms
from helpline.ports.journal import Entry, Journal
from helpline.ports.line import Credentials, Line
from helpline.ports.notices import Notices
from helpline.ports.practice import Receiver, Sound
from helpline.ports.sanctions import Reach, Sanctions, ShownSanction
from helpline.ports.shelf import Missed, Shelf, Standing
from helpline.ports.staff import Offers, OnDuty, People
from helpline.ports.store import Deadlines, Facts, Nodes, Records, Store, UnitOfWork, Wakeups
from helpline.ports.surveys import Surveys
from helpline.ports.vault import MarkKey, SealedKey, Vault

__all__ = [
    "Advices",
    "Alarms",
    "Along",
    "Attempts",
    "Audit",
    "Calls",
    "Clock",
    "Codes",
    "Conversations",
    "Credentials",
    "Deadlines",
    "Entry",
    "Factors",
    "Facts",
    "Holder",
    "Journal",
    "Lasting",
    "Line",
    "MarkKey",
    "Messages",
    "Missed",
    "NewCode",
    "Nodes",
    "Notices",
    "Offers",
    "OnDuty",
    "Overview",
    "Passkeys",
    "People",
    "Pseudonym",
    "Pseudonyms",
    "Reach",
    "Receiver",
    "Records",
    "Running",
    "Sanctions",
    "SealedDanger",
    "SealedKey",
    "SealedMessage",
    "Shelf",
    "ShownAlarm",
    "ShownAsked",
    "ShownSanction",
    "ShownWhisper",
    "Sought",
    "Sound",
    "Standing",
    "Store",
    "Surveys",
    "UnitOfWork",
    "Vault",
    "Wakeups",
    "Words",
]
