"""What becomes of an article, and who may read how much of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helpline.core import article as articles
from helpline.core.article import Article, ArticleState, EditedMeanwhile, Review, Shown

NOW = datetime(2030, 5, 1, 20, tzinfo=UTC)
TODAY = NOW.date()
DRAFT = Article(slug="being-bullied", language="nl", state=ArticleState.DRAFT, latest=1, changed_at=NOW)
READ = articles.publish(DRAFT, 1, 1, NOW)


def review(version: int = 1, until: date = TODAY) -> Review:
    return Review(slug=DRAFT.slug, version=version, name="A. Jansen", role="orthopedagoog", on=TODAY, until=until)


def test_what_is_read_stays_while_a_newer_version_is_written():
    written = articles.write(READ, 1, NOW)
    assert (written.latest, written.published, written.state) == (2, 1, ArticleState.PUBLISHED)


def test_who_began_from_an_older_version_is_told():
    with pytest.raises(EditedMeanwhile) as refused:
        articles.write(articles.write(READ, 1, NOW), 1, NOW)
    assert refused.value.fields == {"latest": 2}


def test_a_retired_one_can_be_published_again():
    retired = articles.retire(READ, 2, NOW)
    assert retired.state is ArticleState.RETIRED
    assert articles.publish(retired, 1, 3, NOW).state is ArticleState.PUBLISHED


def test_an_approval_is_of_one_version_and_lapses():
    assert articles.is_approved(READ, review(), TODAY)
    assert not articles.is_approved(READ, review(), TODAY + timedelta(days=1))
    assert not articles.is_approved(READ, review(version=2), TODAY)
    assert not articles.is_approved(READ, None, TODAY)


@pytest.mark.parametrize(
    ("is_approved", "is_acute", "shows_all", "shown"),
    [
        (True, True, False, Shown.WHOLE),
        (False, False, False, Shown.UNREVIEWED),
        (False, True, False, Shown.CARD),
        (False, True, True, Shown.UNREVIEWED),
    ],
)
def test_what_nobody_approved_says_so_and_of_danger_only_a_card_is_shown(
    is_approved: bool, is_acute: bool, shows_all: bool, shown: Shown
):
    assert articles.shown_to_staff(is_approved=is_approved, is_acute=is_acute, shows_all=shows_all) is shown


@pytest.mark.parametrize(
    ("is_approved", "shows_all", "shown"), [(True, False, True), (False, False, False), (False, True, True)]
)
def test_children_read_only_what_was_approved(is_approved: bool, shows_all: bool, shown: bool):
    assert articles.is_shown_to_children(is_approved=is_approved, shows_all=shows_all) is shown
