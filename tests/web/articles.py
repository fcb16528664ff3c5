"""A few articles, as files."""

from __future__ import annotations

from pathlib import Path

TEXT = """---
title: {title}
keywords: [{keywords}]
subtopic: {subtopic}
language: {language}
owner: redactie
review: 2031-05-21
acute: {acute}
referrals: [school, veilig_thuis]
---

## Wat speelt er
Het begin van {title}.

## Wat je kunt vragen
- Contact: Hoe is het om dit te vertellen?

## Wanneer je je zorgen maakt
Druk op alarm als een kind nu in gevaar is.
{children}"""


def article(
    subtopic: str = "being-bullied",
    title: str = "Gepest worden",
    keywords: str = "pesten, gepest",
    *,
    language: str = "nl",
    acute: bool = False,
    children: str = "",
) -> str:
    """A whole file."""
    said = f"\n## Voor kinderen\n{children}\n" if children else ""
    return TEXT.format(
        title=title,
        keywords=keywords,
        subtopic=subtopic,
        language=language,
        acute="true" if acute else "false",
        children=said,
    )


def write_articles(folder: Path) -> Path:
    """Three of them, in a folder."""
    folder.mkdir()
    (folder / "a.md").write_text(article(children="Word je gepest? Dat is niet jouw schuld."))
    (folder / "b.md").write_text(article("physical-abuse", "Lichamelijke mishandeling", "slaan, klappen", acute=True))
    (folder / "c.md").write_text(article(title="Being bullied", keywords="bullied, teased", language="en"))
    return folder
