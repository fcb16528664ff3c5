"""`helpline knowledge import` and `helpline knowledge export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledgebase import packaged_articles
from tests.commands.typed import Run
from tests.web.articles import article, write_articles


def contents(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*.md")}


def test_what_comes_with_the_program_goes_in_and_out_again_byte_for_byte(house: Path, run: Run, tmp_path: Path):
    count = len(contents(packaged_articles()))
    assert run("knowledge", "import").stdout == f"→ articles: {count} new, 0 with a newer version, 0 as they were\n"
    out = tmp_path / "out"
    assert run("knowledge", "export", str(out)).stdout == f"→ {count} articles in {out}\n"
    shipped = packaged_articles()
    assert {it.relative_to(out) for it in out.rglob("*.md")} == {
        it.relative_to(shipped) for it in shipped.rglob("*.md")
    }
    assert contents(out) == contents(shipped)
    again = run("knowledge", "import", str(out))
    assert again.stdout == f"→ articles: 0 new, 0 with a newer version, {count} as they were\n"


def test_a_newer_text_becomes_a_version(house: Path, run: Run, tmp_path: Path):
    folder = write_articles(tmp_path / "articles")
    run("knowledge", "import", str(folder))
    (folder / "a.md").write_text(article(keywords="pesten, treiteren"))
    done = run("knowledge", "import", str(folder))
    assert done.stdout == "→ articles: 0 new, 1 with a newer version, 2 as they were\n"


@pytest.mark.parametrize("content", ["no article", article(subtopic="nothing"), "\udcff"])
def test_one_wrong_file_and_nothing_was_taken_in(house: Path, run: Run, tmp_path: Path, content: str):
    folder = write_articles(tmp_path / "articles")
    (folder / "z.md").write_bytes(content.encode(errors="surrogateescape"))
    done = run("knowledge", "import", str(folder))
    assert done.exit_code == 1
    assert str(folder / "z.md") in done.stderr
    assert done.stderr.endswith("Nothing was taken in.\n")
    assert run("knowledge", "export", str(tmp_path / "out")).stdout == f"→ 0 articles in {tmp_path / 'out'}\n"


def test_nothing_is_overwritten(house: Path, run: Run, tmp_path: Path):
    run("knowledge", "import", str(write_articles(tmp_path / "articles")))
    out = tmp_path / "out"
    run("knowledge", "export", str(out))
    done = run("knowledge", "export", str(out))
    assert done.exit_code == 1
    assert "is there already. Give an empty folder." in done.stderr
