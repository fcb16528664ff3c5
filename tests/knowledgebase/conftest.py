"""A small knowledge base: a few articles, all sub-topics, the synonyms that come with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from knowledgebase import Article, Engine, MemoryEngine, Search, TopicTree, WhooshEngine, packaged_topics, read_topics
from knowledgebase.articles import slug_of
from knowledgebase.synonyms import Synonyms, packaged_synonyms, prepare, read_synonyms


def article(subtopic: str, title: str, *keywords: str, body: str = "", language: str = "nl") -> Article:
    return Article(
        slug=slug_of(subtopic, language),
        language=language,
        subtopic=subtopic,
        title=title,
        keywords=keywords,
        body=f"## Wat speelt er\n{body}\n",
        for_children="",
        owner="redactie",
        review=date(2027, 5, 21),
        acute=False,
        referrals=(),
    )


ARTICLES = (
    article("being-bullied", "Gepest worden", "pesten", "gepest", "pestkop", body="Op school lacht een groep je uit."),
    article("online-bullying", "Online pesten", "cyberpesten", "groepsapp", body="Nare berichten houden niet op."),
    article("contraception", "Voorbehoedsmiddelen", "condoom", "pil", body="Een apotheek geeft uitleg."),
    article("physical-abuse", "Lichamelijke mishandeling", "slaan", "mishandeling", body="Thuis is niet veilig."),
    article("homesickness", "Heimwee", "heimwee", "logeren", body="Op kamp mist een kind thuis."),
    article("making-friends", "Vrienden maken", "vrienden", "vriendschap", "club", body="Een club helpt soms."),
    article("making-friends", "Making friends", "friends", "club", body="A club may help.", language="en"),
)


@pytest.fixture(scope="session")
def tree() -> TopicTree:
    return read_topics(packaged_topics())


@pytest.fixture(scope="session")
def synonyms() -> Synonyms:
    return prepare(read_synonyms(packaged_synonyms()))


@pytest.fixture(params=[WhooshEngine, MemoryEngine], ids=["whoosh", "memory"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    make: Callable[[], Engine] = request.param
    made = make()
    yield made
    made.close()


@pytest.fixture(scope="session")
def search(tree: TopicTree, synonyms: Synonyms) -> Search:
    return Search(MemoryEngine(), tree, synonyms, ARTICLES)
