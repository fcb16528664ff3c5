"""The tables: each search on the same articles and the same queries, ours with more articles too."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.knowledge.figures import Ask, Figures, figures_of, read_queries
from bench.knowledge.others import plain_documents, plain_whoosh, trigrams, with_tantivy
from knowledgebase import (
    Article,
    Engine,
    Files,
    MemoryEngine,
    WhooshEngine,
    packaged_articles,
    packaged_synonyms,
    packaged_topics,
    read_topics,
)
from knowledgebase.synonyms import SynonymFile, prepare

PADDED = (300, 1_000)


def measure(rounds: int) -> Iterator[str]:
    """Rows of the tables."""
    tree, content = read_topics(packaged_topics()), Files(packaged_articles(), packaged_synonyms()).read()
    articles = content.articles
    queries = read_queries()
    plain = plain_documents(articles, tree)

    def ours(engine: Engine, held: Sequence[Article]) -> Ask:
        search = replace(content, articles=held).search(engine, tree)
        return lambda text: [hit.subtopic for hit in search.ask(text).hits]

    searches = {
        "SQLite FTS5, trigrams, gated": trigrams(plain),
        "tantivy, Dutch, fuzzy": with_tantivy(plain),
        "plain whoosh, `nl`": plain_whoosh(plain),
        "ours, whoosh": ours(WhooshEngine(), articles),
        "ours, in memory": ours(MemoryEngine(), articles),
    }
    asked = f"{len(articles)} articles, {len(queries)} queries"
    yield f"| {asked} | hit@1 | hit@3 | MRR@10 | off-topic → nothing | p50 / p95 ms of processor |"
    yield "|---|---|---|---|---|---|"
    for name, ask in searches.items():
        yield _row(name, figures_of(ask, queries, rounds))
    for count in PADDED:
        padded = ours(WhooshEngine(), pad(articles, count))
        yield _row(f"ours, whoosh, {count:,} articles", figures_of(padded, queries, rounds))
    yield ""
    yield from _kinds(searches["ours, whoosh"])
    yield ""
    yield from _sizes(content.synonyms)


def pad(articles: Sequence[Article], count: int) -> list[Article]:
    """More articles out of what is there: each with keywords of one, and parts of others as its text."""
    chance = random.Random(1)
    parts = [part for it in articles for part in it.body.split("\n## ")[1:]]
    more = []
    for number in range(count - len(articles)):
        one = chance.choice(articles)
        body = "\n## ".join(["", *chance.sample(parts, 7)])
        keywords = tuple(chance.sample(one.keywords, 6))
        more.append(replace(one, slug=f"{one.slug}-{number}", keywords=keywords, body=body))
    return [*articles, *more]


def _kinds(ask: Ask) -> Iterator[str]:
    queries = read_queries()
    yield "| ours, by kind of query | how many | hit@1 | hit@3 |"
    yield "|---|---|---|---|"
    for kind, count in Counter(it.kind for it in queries if it.meant).items():
        nothing = [it for it in queries if not it.meant][:1]
        found = figures_of(ask, [it for it in queries if it.kind == kind] + nothing, 1)
        yield f"| {kind} | {count} | {found.hit1:.3f} | {found.hit3:.3f} |"


def _sizes(written: SynonymFile) -> Iterator[str]:
    synonyms = prepare(written)
    phrases = sum(len(row) for row in synonyms.phrases.values())
    yield f"Synonyms: {len(synonyms.words):,} words and {phrases:,} phrases."


def _row(name: str, found: Figures) -> str:
    quality = " | ".join(f"{it:.3f}" for it in (found.hit1, found.hit3, found.mrr, found.nothing))
    return f"| {name} | {quality} | {found.median:.2f} / {found.slow:.2f} |"
