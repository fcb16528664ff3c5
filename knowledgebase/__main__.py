"""`python -m knowledgebase search WORDS`, and `batch`: a JSON object with a query on each line in, its answer out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from timeit import default_timer

from knowledgebase import (
    Content,
    Engine,
    Hit,
    MemoryEngine,
    Search,
    WhooshEngine,
    packaged_articles,
    packaged_synonyms,
    packaged_topics,
    read_articles,
    read_synonyms,
    read_topics,
)

ENGINES: dict[str, Callable[[], Engine]] = {"whoosh": WhooshEngine, "memory": MemoryEngine}


def main(given: list[str] | None = None) -> None:
    """Read what was asked, and answer on standard output."""
    asked = _parser().parse_args(given)
    articles = [article for folder in asked.articles or [packaged_articles()] for article in read_articles(folder)]
    content = Content(articles, read_synonyms(asked.synonyms))
    search = content.search(ENGINES[asked.engine](), read_topics(asked.topics))
    if asked.command == "batch":
        _batch(search, sys.stdin, asked.limit)
    else:
        _show(search, " ".join(asked.words), asked.topic, asked.limit)


def _batch(search: Search, lines: Iterable[str], limit: int) -> None:
    for line in lines:
        query = json.loads(line)["query"]
        began = default_timer()
        found = search.ask(query, most=limit)
        took = (default_timer() - began) * 1000
        answer = {"query": query, "results": [it.subtopic for it in found.hits], "ms": round(took, 3)}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _show(search: Search, words: str, topic: str | None, limit: int) -> None:
    answer = search.ask(words, topic=topic, most=limit)
    if answer.did_you_mean:
        sys.stdout.write(f"did you mean: {answer.did_you_mean}\n")
    for hit in answer.hits:
        sys.stdout.write(f"{hit.score:8.2f}  {hit.topic} / {hit.subtopic}  {hit.title}\n{_reasons(hit)}")
    if not answer.hits:
        sys.stdout.write("nothing found\n")


def _reasons(hit: Hit) -> str:
    reasons = ", ".join(f"{it.text} ({it.how}{'' if it.in_head else ', in the text'})" for it in hit.because)
    return f"          because of {reasons}\n" + (f"          {hit.excerpt}\n" if hit.excerpt else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledgebase", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    parser.add_argument("--topics", type=Path, default=packaged_topics(), help="a topics.yaml")
    parser.add_argument("--synonyms", type=Path, default=packaged_synonyms(), help="a synonyms.yaml")
    parser.add_argument("--articles", type=Path, action="append", help="a folder of articles; may be given again")
    commands = parser.add_subparsers(dest="command", required=True)
    batch = commands.add_parser("batch", help="JSON lines in and out")
    show = commands.add_parser("search", help="show what is found, and why")
    for command in (batch, show):
        command.add_argument("--limit", type=int, default=10)
    show.add_argument("words", nargs="+")
    show.add_argument("--topic", default=None, help="only this topic")
    return parser


if __name__ == "__main__":
    main()
