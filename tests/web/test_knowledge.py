"""Looking something up during a conversation, and editing what is found."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from helpline.library.library import ShelfLibrary
from tests.web.articles import article, write_articles
from tests.web.place import Answer, Place


@pytest.fixture
async def shelf(place: Place) -> Place:
    """A house whose knowledge base has been read."""
    await place.house.library.look_again()
    return place


async def ask(place: Place, path: str, name: str = "ann") -> Answer:
    return await place.ask("GET", path, token=(await place.log_in(name)).token)


async def send(place: Place, path: str, body: object, name: str = "cora") -> Answer:
    return await place.ask("POST", path, token=(await place.log_in(name)).token, json=body)


async def write(place: Place, content: str, base: int = 1, **more: object) -> Answer:
    return await send(
        place, "/api/knowledge/shelf", {"content": content, "why": "beter", "base": base, "publish": True, **more}
    )


async def test_a_misspelt_word_finds_its_article(shelf: Place):
    answer = await ask(shelf, "/api/knowledge?q=gepesd")
    first = answer.json["hits"][0]
    assert (first["article"], first["topic"], first["subtopic"]) == ("being-bullied", "bullying", "being-bullied")
    assert first["excerpt"]


async def test_a_sub_topic_without_an_article_is_found_too(shelf: Place):
    answer = await ask(shelf, "/api/knowledge?q=verkering%20vragen")
    assert answer.json["hits"][0] | {"reason": None, "excerpt": ""} == {
        "article": None,
        "title": "Verkering vragen",
        "topic": "love-and-relationships",
        "subtopic": "asking-someone-out",
        "excerpt": "",
        "reason": None,
    }


async def test_a_topic_narrows_the_search_and_an_unknown_one_is_refused(shelf: Place):
    narrowed = await ask(shelf, "/api/knowledge?q=gepest&topic=bullying&limit=1")
    assert [hit["topic"] for hit in narrowed.json["hits"]] == ["bullying"]
    token = (await shelf.log_in()).token
    for path in ("q=gepest&topic=nothing", "q=a&limit=0", "q=a&limit=51", "q=a&limit=x", "q=a&language=xx"):
        assert (await shelf.ask("GET", f"/api/knowledge?{path}", token=token)).code == "invalid"


ODD = (
    "", " ", "*", "?", "gep*", "a AND b OR NOT c", "title:(x", '"', "'; DROP TABLE article; --", "(.+)+$", "%", "_",
     "😀", "العربية", "\u202e", "\\", "[[[", "a" * 4_000, "gepest " * 570, "\x00", "~~~", "^^", "l'école",
)  # fmt: skip


async def test_whatever_is_typed_has_a_clear_answer(shelf: Place):
    token = (await shelf.log_in()).token
    for query in ODD:
        answer = await shelf.ask("GET", f"/api/knowledge?q={quote(query)}", token=token)
        assert answer.status == 200, query
        assert set(answer.json) == {"hits", "did_you_mean"}
    assert shelf.faults == []


async def test_more_than_anybody_types_is_refused(shelf: Place):
    assert (await ask(shelf, f"/api/knowledge?q={'a' * 4_001}")).code == "invalid"


async def test_before_it_was_read_one_is_told_to_try_again(place: Place):
    assert (await ask(place, "/api/knowledge?q=gepest")).code == "try_again"


async def test_what_nobody_approved_says_so_and_of_danger_only_the_card_is_read(shelf: Place):
    plain = (await ask(shelf, "/api/knowledge/articles/being-bullied")).json
    assert (plain["shown"], plain["reviewed_at"]) == ("unreviewed", None)
    assert "Wat speelt er" in plain["body"]
    assert "Word je gepest" not in plain["body"]
    school, home = plain["referrals"]
    assert (school["slug"], school["number"]) == ("school", None)
    assert (home["name"], home["number"], home["site"] is not None) == ("Veilig Thuis", "0800-2000", True)
    card = (await ask(shelf, "/api/knowledge/articles/physical-abuse")).json
    assert (card["shown"], card["acute"]) == ("card", True)
    assert "Wat speelt er" not in card["body"]
    assert "Druk op alarm" in card["body"]


async def test_an_approved_article_is_whole_until_the_approval_lapses(shelf: Place):
    today = shelf.clock.now().date()
    said = {"number": 1, "name": "A. Jansen", "role": "arts", "on": today.isoformat(), "until": today.isoformat()}
    answer = await send(shelf, "/api/knowledge/shelf/physical-abuse/approve", said)
    assert answer.status == 204
    await shelf.house.library.look_again()
    page = (await ask(shelf, "/api/knowledge/articles/physical-abuse")).json
    assert (page["shown"], page["reviewed_at"]) == ("whole", today.isoformat())
    assert page["review"]["name"] == "A. Jansen"
    shelf.clock.advance(days=1)
    assert (await ask(shelf, "/api/knowledge/articles/physical-abuse")).json["shown"] == "card"


async def test_another_language_is_one_step_away(shelf: Place):
    assert (await ask(shelf, "/api/knowledge/articles/being-bullied")).json["other_languages"] == {
        "en": "being-bullied-en"
    }
    found = await ask(shelf, "/api/knowledge?q=bullied&language=en")
    assert found.json["hits"][0]["article"] == "being-bullied-en"


async def test_the_registered_topics_bring_their_articles(shelf: Place):
    answer = await ask(shelf, "/api/knowledge/about?subtopics=physical-abuse,kissing")
    assert [hit["article"] for hit in answer.json["hits"]] == ["physical-abuse"]


async def test_children_read_nothing_that_nobody_approved(shelf: Place):
    assert (await shelf.ask("GET", "/api/help?topic=bullying")).json == {"articles": []}
    today = shelf.clock.now().date()
    said = {"number": 1, "name": "A. Jansen", "role": "arts", "on": today.isoformat(), "until": today.isoformat()}
    await send(shelf, "/api/knowledge/shelf/being-bullied/approve", said)
    await shelf.house.library.look_again()
    (one,) = (await shelf.ask("GET", "/api/help?topic=bullying")).json["articles"]
    assert one == {
        "article": "being-bullied",
        "title": "Gepest worden",
        "topic": "bullying",
        "body": "Word je gepest? Dat is niet jouw schuld.\n",
    }
    assert (await shelf.ask("GET", "/api/help?topic=school")).json == {"articles": []}
    assert (await shelf.ask("GET", "/api/help?topic=zoe")).code == "invalid"


async def test_a_demo_shows_all_with_the_line_that_nobody_approved_it(
    open_house, house, settings, store, clock, tmp_path
):
    demo = ShelfLibrary(
        store, clock, settings.definitions.topics, ("nl",), shows_all=True, shipped=write_articles(tmp_path / "demo")
    )
    place = await open_house(replace(house, library=demo))
    await place.add("ann")
    await demo.look_again()
    assert (await ask(place, "/api/knowledge/articles/physical-abuse")).json["shown"] == "unreviewed"
    assert len((await place.ask("GET", "/api/help")).json["articles"]) == 1
    await demo.close()


async def test_a_child_without_a_topic_first_reads_one_of_each(open_house, house, settings, store, clock, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for subtopic in ("kissing", "online-bullying", "being-bullied", "homesickness"):
        (folder / f"{subtopic}.md").write_text(article(subtopic, subtopic, children="Praat erover."))
    topics = settings.definitions.topics
    library = ShelfLibrary(store, clock, topics, ("nl",), shows_all=True, shipped=folder)
    place = await open_house(replace(house, library=library))
    await library.look_again()
    found = [it["topic"] for it in (await place.ask("GET", "/api/help")).json["articles"]]
    order = [topic.slug for topic in topics.tree]
    assert found[:-1] == sorted(set(found), key=order.index)
    assert found[-1] == "bullying"
    await library.close()


async def test_an_edit_of_another_process_is_found_at_the_next_look_without_being_told(
    shelf: Place, settings, store, clock, tmp_path
):
    theirs = SqliteStore(store.path, LocalWakeups())
    await theirs.open()
    elsewhere = ShelfLibrary(theirs, clock, settings.definitions.topics, ("nl", "en"), shows_all=False)
    await elsewhere.look_again()
    await write(shelf, article(keywords="kwispelstaart"))
    assert not (await elsewhere.search("kwispelstaart", topic=None, most=1, language="nl")).hits
    await elsewhere.look_again()
    (found,) = (await elsewhere.search("kwispelstaart", topic=None, most=1, language="nl")).hits
    assert found.article == "being-bullied"
    await elsewhere.close()
    await theirs.close()


async def test_an_edit_is_found_and_the_old_word_is_not(shelf: Place):
    answer = await write(shelf, article(title="Gepest worden", keywords="kwispelstaart"))
    assert answer.json == {"article": "being-bullied", "number": 2}
    await shelf.house.library.look_again()
    found = await ask(shelf, "/api/knowledge?q=kwispelstaart")
    assert found.json["hits"][0]["article"] == "being-bullied"


async def test_a_retired_article_is_not_read_any_more_and_can_come_back(shelf: Place):
    await send(shelf, "/api/knowledge/shelf/being-bullied/retire", {})
    await shelf.house.library.look_again()
    assert (await ask(shelf, "/api/knowledge/articles/being-bullied")).code == "not_found"
    await send(shelf, "/api/knowledge/shelf/being-bullied/publish", {"number": 1})
    await shelf.house.library.look_again()
    assert (await ask(shelf, "/api/knowledge/articles/being-bullied")).status == 200


async def test_of_two_editors_the_second_is_told(shelf: Place):
    assert (await write(shelf, article(keywords="een"))).status == 200
    late = await write(shelf, article(keywords="twee"))
    assert (late.status, late.json["error"]) == (409, {"code": "edited_meanwhile", "latest": 2})


@pytest.mark.parametrize(
    "content",
    ["gewoon tekst", "---\ntitle: [\n---\n", article(subtopic="nothing"), article(acute=False).replace("redactie", "")],
)
async def test_what_is_no_article_is_refused_with_the_reason(shelf: Place, content: str):
    for path, body in (
        ("/api/knowledge/shelf", {"content": content, "why": "-", "base": 0, "publish": True}),
        ("/api/knowledge/check", {"content": content}),
    ):
        answer = await send(shelf, path, body)
        assert (answer.status, answer.code) == (400, "invalid")
        assert answer.json["error"]["reason"]


async def test_every_version_can_be_read_with_who_wrote_it_and_why(shelf: Place):
    await write(shelf, article(keywords="twee"))
    it = (await ask(shelf, "/api/knowledge/shelf/being-bullied", "cora")).json
    assert [(v["number"], v["by"], v["why"]) for v in it["versions"]] == [
        (2, "alias of cora", "beter"),
        (1, None, "helpline"),
    ]
    assert it["content"] == article(keywords="twee")
    old = (await ask(shelf, "/api/knowledge/shelf/being-bullied/1", "cora")).json
    assert old["content"] == article(children="Word je gepest? Dat is niet jouw schuld.")
    for path in ("being-bullied/3", "being-bullied/x", "nothing", "nothing/1"):
        assert (await ask(shelf, f"/api/knowledge/shelf/{path}", "cora")).code == "not_found"


async def test_the_shelf_says_what_is_due_and_what_was_missed(shelf: Place):
    await send(shelf, "/api/knowledge/missed", {"query": "Mijn Konijn", "language": "nl"}, "ann")
    await ask(shelf, "/api/knowledge/articles/being-bullied")
    answer = (await ask(shelf, "/api/knowledge/shelf", "cora")).json
    one = next(it for it in answer["articles"] if it["article"] == "being-bullied")
    assert (one["state"], one["due"], one["for_children"], one["opened"]) == ("published", True, True, 1)
    assert answer["missed"] == [{"query": "mijn konijn", "language": "nl", "count": 1}]


async def test_an_editor_can_refer_to_everybody_of_the_directory(shelf: Place):
    answer = (await ask(shelf, "/api/knowledge/shelf", "cora")).json
    assert [it["slug"] for it in answer["referrals"]] == [it.slug for it in shelf.house.settings.referrals]
    assert "dial" not in answer["referrals"][0]


async def test_synonyms_are_a_list_with_versions_of_its_own(shelf: Place):
    shipped = (await ask(shelf, "/api/knowledge/synonyms", "cora")).json
    assert shipped["number"] == 0
    more = shipped["content"] + "\n  - {means: [pesten], about: [being-bullied], said: [kwispelen]}\n"
    said = {"content": more, "why": "gehoord", "base": 0}
    assert (await send(shelf, "/api/knowledge/synonyms", said)).json == {"number": 1}
    assert (await send(shelf, "/api/knowledge/synonyms", said)).code == "edited_meanwhile"
    wrong = {"content": "groups: [1", "why": "-", "base": 1}
    assert (await send(shelf, "/api/knowledge/synonyms", wrong)).code == "invalid"


@pytest.mark.parametrize("path", ["shelf", "shelf/being-bullied", "shelf/being-bullied/1", "synonyms"])
async def test_a_volunteer_edits_nothing(shelf: Place, path: str):
    assert (await ask(shelf, f"/api/knowledge/{path}")).code == "forbidden"
    assert (await shelf.ask("GET", f"/api/knowledge/{path}")).code == "signed_out"
