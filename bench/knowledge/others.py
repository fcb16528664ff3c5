"""What others would take: SQLite with trigrams, whoosh with its own Dutch, tantivy with Dutch and a letter amiss."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from whoosh import fields
from whoosh.analysis import LanguageAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from bench.knowledge.figures import Ask
from knowledgebase import Article, TopicTree
from knowledgebase.articles import paragraphs
from knowledgebase.normalise import normalise

HEAD = 2.8
MOST = 30


@dataclass(frozen=True, slots=True)
class Plain:
    """An article as text. head: title, keywords, names of its sub-topic and topic."""

    subtopic: str
    head: str
    body: str


def plain_documents(articles: Sequence[Article], tree: TopicTree) -> list[Plain]:
    """The same articles for everybody, and the same names."""
    found = []
    for it in articles:
        sub = tree.subtopics[it.subtopic]
        names = (*sub.names.values(), *sub.topic_names.values())
        found.append(Plain(it.subtopic, " ".join((it.title, *it.keywords, *names)), " ".join(paragraphs(it.body))))
    return found


def trigrams(documents: Sequence[Plain]) -> Ask:
    """SQLite FTS5; only what has at least half of the trigrams that were typed."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE kept USING fts5(subtopic UNINDEXED, head, body, tokenize='trigram')")
    rows = [(it.subtopic, normalise(it.head), normalise(it.body)) for it in documents]
    database.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
    best = f"SELECT subtopic, head, body FROM kept WHERE kept MATCH ? ORDER BY bm25(kept, 0, {HEAD}, 1) LIMIT {MOST}"

    def ask(text: str) -> list[str]:
        typed = {word[at : at + 3] for word in normalise(text).split() for at in range(len(word) - 2)}
        if not typed:
            return []
        found = database.execute(best, (" OR ".join(f'"{it}"' for it in sorted(typed)),))
        return [row[0] for row in found if sum(it in row[1] or it in row[2] for it in typed) * 2 >= len(typed)]

    return ask


def plain_whoosh(documents: Sequence[Plain]) -> Ask:
    """Its own analyser for Dutch, and its own parser."""
    dutch = LanguageAnalyzer("nl")
    schema = fields.Schema(subtopic=fields.STORED, head=fields.TEXT(dutch, field_boost=HEAD), body=fields.TEXT(dutch))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for it in documents:
        writer.add_document(subtopic=it.subtopic, head=it.head, body=it.body)
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["head", "body"], schema, group=OrGroup)

    def ask(text: str) -> list[str]:
        words = " ".join(word for word in re.findall(r"\w+", text) if word not in ("AND", "OR", "NOT"))
        return [hit["subtopic"] for hit in searcher.search(parser.parse(words), limit=MOST)]

    return ask


def with_tantivy(documents: Sequence[Plain]) -> Ask:
    """Dutch stems, and one letter may be wrong."""
    dutch = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    dutch = dutch.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("dutch"))
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("subtopic", stored=True, tokenizer_name="raw")
    for name in ("head", "body"):
        builder.add_text_field(name, tokenizer_name="dutch")
    index = tantivy.Index(builder.build())
    index.register_tokenizer("dutch", dutch.build())
    writer = index.writer(num_threads=1)
    for it in documents:
        writer.add_document(tantivy.Document(subtopic=it.subtopic, head=it.head, body=it.body))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[str]:
        query, _ = index.parse_query_lenient(
            normalise(text),
            ["head", "body"],
            field_boosts={"head": HEAD},
            fuzzy_fields={"head": (False, 1, True), "body": (False, 1, True)},
        )
        return [searcher.doc(place)["subtopic"][0] for _, place in searcher.search(query, MOST).hits]

    return ask
