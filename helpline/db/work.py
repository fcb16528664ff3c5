"""The unit of work: everything of one deed happens together, and the wake-ups go out after the commit."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.db.advice import AdviceRows
from helpline.db.alarms import AlarmRows
from helpline.db.along import AlongRows
from helpline.db.attempts import AttemptRows
from helpline.db.audit import AuditRows
from helpline.db.calls import CallRows
from helpline.db.conversations import ConversationRows
from helpline.db.factors import FactorRows
from helpline.db.facts import DeadlineRows, FactRows, NodeRows
from helpline.db.messages import MessageRows
from helpline.db.notices import NoticeRows
from helpline.db.offers import OfferRows
from helpline.db.people import PeopleRows
from helpline.db.sanctions import SanctionRows
from helpline.db.shelf import ShelfRows
from helpline.db.surveys import SurveyRows
from helpline.ports import Wakeups

ROUTING_LOCK = 0x48454C50
"""The number under which PostgreSQL keeps the turn to choose pairs."""


class DatabaseRecords:
    """`ports.Records` over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.conversations = ConversationRows(connection)
        self.calls = CallRows(connection)
        self.messages = MessageRows(connection)
        self.attempts = AttemptRows(connection)
        self.offers = OfferRows(connection)
        self.people = PeopleRows(connection)
        self.factors = FactorRows(connection)
        self.facts = FactRows(connection)
        self.alarms = AlarmRows(connection)
        self.along = AlongRows(connection)
        self.deadlines = DeadlineRows(connection)
        self.nodes = NodeRows(connection)
        self.notices = NoticeRows(connection)
        self.surveys = SurveyRows(connection)
        self.sanctions = SanctionRows(connection)
        self.advice = AdviceRows(connection)
        self.shelf = ShelfRows(connection)
        self.audit = AuditRows(connection)


class DatabaseWork(DatabaseRecords):
    """`ports.UnitOfWork` over one connection in a transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.topics: set[str] = set()
        self.is_committed = False
        self._was_sent = self._routes_alone = False

    def tell(self, topic: str) -> None:
        self.topics.add(topic)

    async def route_alone(self) -> None:
        # SQLite has one writer; on PostgreSQL who routes waits for who routes, so that neither misses the other's rows
        if self.connection.dialect.name == "postgresql" and not self._routes_alone:
            self._routes_alone = True
            await self.connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": ROUTING_LOCK})

    async def commit(self) -> None:
        self._was_sent = True
        await self.connection.commit()
        self.is_committed = True

    def wake(self, wakeups: Wakeups) -> None:
        """Say what was told; also when the answer to the commit was lost, for then nobody knows whether it happened."""
        if self._was_sent and self.topics:
            wakeups.publish(self.topics)
