"""The figures of the advice, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bench.advice.recipe import CLASSES, PRANKS, SERIOUS, Example, read_all
from helpline.core.advice import Suggestion, assess

PRANK = Suggestion.LOOKS_LIKE_PRANK
NO_WORDS = (" ",)


def advised(example: Example) -> Suggestion:
    """What is advised at the end of a conversation."""
    return assess(example.history, example.conversation, example.now).suggestion


def ever_a_prank(example: Example) -> bool:
    """Was it called a prank at any moment?"""
    return any(assess(example.history, then, at).suggestion is PRANK for then, at in example.moments())


def precision(examples: list[Example], suggestion: Suggestion) -> tuple[int, int]:
    """How many of those with this advice were pranks or floods, and how many had it."""
    chosen = [it for it in examples if advised(it) is suggestion]
    return sum(it.truth in PRANKS for it in chosen), len(chosen)


def tell_advice() -> Iterator[str]:
    """A table for each half, and the sums."""
    examples = read_all()
    for kept, title in ((False, "to develop with"), (True, "kept for the figure")):
        half = [it for it in examples if it.kept is kept]
        yield f"| {title}: {len(half)} | nothing | look | looks like a prank | so at any moment |"
        yield "|---|---|---|---|---|"
        for truth in CLASSES:
            yield _row(truth, [it for it in half if it.truth == truth])
        yield ""
        yield from _sums(half)
        yield ""


def _row(truth: str, examples: list[Example]) -> str:
    counts = Counter(advised(it) for it in examples)
    ever = sum(ever_a_prank(it) for it in examples)
    cells = " | ".join(f"{counts[it]} ({counts[it] / len(examples):.0%})" for it in Suggestion)
    return f"| {truth}: {len(examples)} | {cells} | {ever} |"


def _sums(examples: list[Example]) -> Iterator[str]:
    pranks = sum(it.truth in PRANKS for it in examples)
    for suggestion in (PRANK, Suggestion.LOOK):
        right, chosen = precision(examples, suggestion)
        shares = f"precision {right}/{chosen} = {right / chosen:.2f}, recall {right}/{pranks} = {right / pranks:.2f}"
        yield f"- `{suggestion}`: {shares}"
    yield f"- serious, also after a giggle, called a prank: {_serious_called_prank(examples)}"
    wordless = [replace(it, conversation=replace(it.conversation, worry_words=NO_WORDS)) for it in examples]
    right, chosen = precision(wordless, PRANK)
    yield f"- without the words of worry: precision {right}/{chosen}, and {_serious_called_prank(wordless)}"


def _serious_called_prank(examples: list[Example]) -> str:
    serious = [it for it in examples if it.truth in SERIOUS]
    return f"{sum(advised(it) is PRANK for it in serious)} of {len(serious)}"
