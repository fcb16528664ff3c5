"""What every engine promises, so that one can take the place of another."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase import Engine, MemoryEngine, WhooshEngine
from knowledgebase.documents import Document


def document(key: str, head: dict[str, float] | None = None, body: dict[str, float] | None = None) -> Document:
    return Document(key, "being-bullied", key, "nl", head or {}, body or {})


def keys(engine: Engine, *terms: str) -> list[str]:
    return [key for key, _ in engine.search(dict.fromkeys(terms, 1.0), 10)]


def test_an_empty_index_finds_nothing(engine: Engine):
    assert keys(engine, "pest") == []
    engine.rebuild([])
    assert keys(engine, "pest") == []


def test_what_is_put_in_is_found_at_once(engine: Engine):
    engine.upsert(document("a", {"pest": 1.0}))
    assert keys(engine, "pest") == ["a"]
    assert keys(engine, "other") == []


def test_what_it_is_about_counts_for_more_than_what_it_tells(engine: Engine):
    engine.rebuild([document("told", body={"pest": 1.0, "x": 1.0}), document("about", {"pest": 1.0, "x": 1.0})])
    assert keys(engine, "pest") == ["about", "told"]


def test_a_rare_term_counts_for_more_than_a_common_one(engine: Engine):
    engine.rebuild([document("rare", {"sort": 1.0}), *(document(f"common{n}", {"school": 1.0}) for n in range(9))])
    assert keys(engine, "school", "sort")[0] == "rare"


def test_a_weightier_term_counts_for_more(engine: Engine):
    engine.rebuild([document("a", {"one": 1.0}), document("b", {"two": 1.0})])
    assert [key for key, _ in engine.search({"one": 0.2, "two": 1.0}, 10)] == ["b", "a"]


def test_a_document_takes_the_place_of_its_former_self(engine: Engine):
    engine.rebuild([document("a", {"old": 1.0}), document("b", {"old": 1.0})])
    engine.upsert(document("a", {"new": 1.0}))
    assert keys(engine, "old") == ["b"]
    assert keys(engine, "new") == ["a"]


def test_what_is_removed_is_gone_and_removing_it_twice_is_nothing(engine: Engine):
    engine.rebuild([document("a", {"pest": 1.0}), document("b", {"pest": 1.0})])
    engine.remove("a")
    engine.remove("a")
    engine.remove("never")
    assert keys(engine, "pest") == ["b"]


def test_a_rebuild_forgets_everything_before_it(engine: Engine):
    engine.rebuild([document("a", {"pest": 1.0})])
    engine.rebuild([document("b", {"huis": 1.0})])
    assert keys(engine, "pest", "huis") == ["b"]


def test_only_so_many_are_answered_the_best_first(engine: Engine):
    engine.rebuild([document(f"{n}", {"pest": 1.0 + n, "x": 1.0}) for n in range(8)])
    found = engine.search({"pest": 1.0}, 3)
    assert len(found) == 3
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)


@pytest.mark.parametrize("make", [WhooshEngine, MemoryEngine])
@settings(max_examples=15)
@given(rows=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["one", "two", "#x", "ü", "日本"])), max_size=8))
def test_it_holds_the_last_of_each_key(make: Callable[[], Engine], rows: list[tuple[str, str]]):
    engine = make()
    for key, term in rows:
        engine.upsert(document(key, {term: 1.0}))
    last = dict(rows)
    for term in {term for _, term in rows}:
        assert set(keys(engine, term)) == {key for key, it in last.items() if it == term}


def test_whoosh_keeps_each_index_in_a_folder_of_its_own_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engines = [WhooshEngine(), WhooshEngine()]
    threads = [threading.Thread(target=it.rebuild, args=([document("a", {"x": 1.0})],)) for it in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [keys(it, "x") for it in engines] == [["a"], ["a"]]
    assert len(list(tmp_path.iterdir())) == 2
    engines[0].close()
    assert len(list(tmp_path.iterdir())) == 1
    engines.clear()
    gc.collect()
    assert list(tmp_path.iterdir()) == []
