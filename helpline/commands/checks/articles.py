"""The knowledge base: how many articles there are, and how many nobody has approved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date

from helpline.commands.checks.finding import Finding, ok, warn
from helpline.commands.opened import UNREADABLE, opened
from helpline.core.article import ArticleState, is_approved
from helpline.ports import Standing
from helpline.settings import Settings


def look_at(settings: Settings, today: date) -> Iterator[Finding]:
    """Nothing is said where the database cannot be read; that is told elsewhere."""
    try:
        standings = asyncio.run(_published(settings))
    except UNREADABLE:
        return
    if not standings:
        yield ok("articles", "none yet; the first start takes in those that come with this version")
        return
    approved = sum(is_approved(it.article, it.review, today) for it in standings)
    said = f"{len(standings)} published, {len(standings) - approved} not approved by a professional, or not any more"
    if approved == len(standings):
        yield ok("articles", f"{approved} published, all approved by a professional")
    elif settings.knowledge.unreviewed == "all":
        yield warn("articles", f"{said}, and shown whole", 'Set [knowledge] unreviewed = "card" before the line opens.')
    else:
        yield warn("articles", said, "Let a coordinator have them approved: those about danger show a card until then.")


async def _published(settings: Settings) -> Sequence[Standing]:
    async with opened(settings.places) as store, store.look() as records:
        return [it for it in await records.shelf.all() if it.article.state is ArticleState.PUBLISHED]
