"""Articles in files: those that come with the program, and those that a helpline takes in and out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from helpline.actions.edit import Text
from helpline.core.topics import Topics
from helpline.ports.library import WrongText
from knowledgebase import WrongArticle, packaged_articles, parse_article


def read_texts(folder: Path | None, topics: Topics, languages: Collection[str]) -> list[Text]:
    """The articles of a folder, or those that come with the program, in the helpline's languages.

    Raises:
        WrongText: a file is no article of this helpline.
    """
    texts = []
    for path in sorted((folder or packaged_articles()).rglob("*.md")):
        try:
            content = path.read_bytes().decode()
            article = parse_article(content)
        except (WrongArticle, UnicodeDecodeError) as why:
            raise WrongText(f"{path}: {why}") from None
        if article.subtopic not in topics.by_subtopic:
            raise WrongText(f"{path}: {article.subtopic} is no sub-topic of topics.yaml")
        if article.language in languages:
            texts.append(Text(article.slug, article.language, content))
    return texts


def write_texts(folder: Path, contents: Iterable[str], topics: Topics) -> int:
    """Write articles as `read_texts` reads them; answers how many.

    Raises:
        FileExistsError: one is there already; nothing is overwritten.
    """
    count = 0
    for content in contents:
        article = parse_article(content)
        path = folder / article.language / topics.by_subtopic[article.subtopic].slug / f"{article.subtopic}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.encode())
        count += 1
    return count
