"""The knowledge base of a server follows its content, and never holds up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from dataclasses import replace

import pytest

from knowledgebase import (
    Content,
    Engine,
    Knowledge,
    MemoryEngine,
    TopicTree,
    WrongArticle,
    packaged_synonyms,
    read_synonyms,
)
from tests.knowledgebase.conftest import ARTICLES, article

SYNONYMS = read_synonyms(packaged_synonyms())


class Shelf:
    """Content that a test changes by hand."""

    def __init__(self) -> None:
        self.content = Content(ARTICLES, SYNONYMS)
        self.number = 0
        self.is_broken = False

    def put(self, content: Content) -> None:
        self.content = content
        self.number += 1

    def version(self) -> Hashable:
        return self.number

    def read(self) -> Content:
        if self.is_broken:
            raise WrongArticle("broken")
        return self.content


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def knowledge(tree: TopicTree, shelf: Shelf) -> AsyncIterator[Knowledge]:
    made = Knowledge(tree, shelf, MemoryEngine)
    await made.start()
    yield made
    await made.close()


async def test_it_answers_many_at_once(knowledge: Knowledge):
    answers = await asyncio.gather(*(knowledge.ask("gepest") for _ in range(20)))
    assert {answer.hits[0].subtopic for answer in answers} == {"being-bullied"}


async def test_an_article_is_read_by_its_slug(knowledge: Knowledge):
    found = await knowledge.article("homesickness")
    assert found is not None
    assert found.title == "Heimwee"
    assert await knowledge.article("nothing") is None


async def test_it_suggests(knowledge: Knowledge):
    assert await knowledge.suggest("heim") == ["Heimwee"]


async def test_what_has_not_changed_is_not_read_again(knowledge: Knowledge):
    assert not await knowledge.look_again()


async def test_an_edit_is_found_after_the_next_look(knowledge: Knowledge, shelf: Shelf):
    changed = [*ARTICLES, article("homesickness", "Heimwee", "kwibus")]
    shelf.put(replace(shelf.content, articles=changed))
    assert await knowledge.look_again()
    assert (await knowledge.ask("kwibus")).hits[0].subtopic == "homesickness"


async def test_a_new_synonym_is_found_after_the_next_look(knowledge: Knowledge, shelf: Shelf):
    group = replace(SYNONYMS.groups[0], about=("homesickness",), said=("kwibus",))
    shelf.put(replace(shelf.content, synonyms=replace(SYNONYMS, groups=(*SYNONYMS.groups, group))))
    assert await knowledge.look_again()
    assert (await knowledge.ask("kwibus")).hits[0].subtopic == "homesickness"


async def test_an_index_leaves_nothing_when_another_takes_its_place_and_at_the_end(tree: TopicTree, shelf: Shelf):
    closed: list[Engine] = []

    class Watched(MemoryEngine):
        def close(self) -> None:
            closed.append(self)

    made = Knowledge(tree, shelf, Watched)
    await made.start()
    shelf.put(replace(shelf.content, synonyms=replace(SYNONYMS, groups=SYNONYMS.groups[1:])))
    await made.look_again()
    assert len(closed) == 1
    assert (await made.ask("gepest")).hits
    await made.close()
    assert len(set(closed)) == 2


async def test_content_that_cannot_be_used_changes_nothing(knowledge: Knowledge, shelf: Shelf):
    shelf.is_broken = True
    shelf.number += 1
    with pytest.raises(WrongArticle):
        await knowledge.look_again()
    assert (await knowledge.ask("gepest")).hits


async def test_it_must_be_started(tree: TopicTree, shelf: Shelf):
    made = Knowledge(tree, shelf, MemoryEngine)
    with pytest.raises(RuntimeError):
        await made.ask("gepest")
    await made.close()
