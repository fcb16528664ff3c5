"""Whoever loses the network loses no word, and the other is told."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import MakeEvening
from tests.e2e.evening import Evening, picture


async def test_what_a_child_writes_without_a_network_arrives_once_and_in_order(evening: Evening) -> None:
    child, desk = await evening.conversation(child_network="child")
    await child.say("nog met netwerk")
    await desk.sees_talk("hoi blauw", "nog met netwerk")
    await desk.say("ik lees je")
    await child.sees_talk("hoi blauw", "nog met netwerk", "ik lees je")  # so it knows that its own arrived
    await evening.networks["child"].cut()
    await child.say("een", "twee", "drie")
    await expect(child.page.get_by_text("Nog niet verstuurd", exact=True)).to_have_count(3)
    await child.sees("Nog niet verstuurd. We proberen het steeds opnieuw.")
    await picture(child.page, "child-07-not-yet-sent")
    await desk.sees_talk("hoi blauw", "nog met netwerk", "ik lees je")
    await desk.say("ben je er nog?")
    await evening.networks["child"].mend()
    await child.sees_talk("hoi blauw", "nog met netwerk", "ik lees je", "ben je er nog?", "een", "twee", "drie")
    await desk.sees_talk("hoi blauw", "nog met netwerk", "ik lees je", "ben je er nog?", "een", "twee", "drie")


async def test_a_message_whose_answer_was_lost_is_there_once(evening: Evening) -> None:
    child, desk = await evening.conversation(child_network="child", desk_network="desk")
    evening.networks["child"].lose_answers()
    await child.say("is dit aangekomen?")
    await desk.sees_talk("hoi blauw", "is dit aangekomen?")
    await child.sees("Nog niet verstuurd")
    await evening.networks["child"].cut()
    await evening.networks["child"].mend()
    await child.sees_talk("hoi blauw", "is dit aangekomen?")

    evening.networks["desk"].lose_answers()
    await desk.say("ja hoor")
    await child.sees_talk("hoi blauw", "is dit aangekomen?", "ja hoor")
    await desk.sees("nog niet verstuurd")
    await evening.networks["desk"].cut()
    await evening.networks["desk"].mend()
    await desk.sees_talk("hoi blauw", "is dit aangekomen?", "ja hoor")
    await child.sees_talk("hoi blauw", "is dit aangekomen?", "ja hoor")


async def test_what_a_child_writes_without_a_network_survives_a_reload(evening: Evening) -> None:
    child, desk = await evening.conversation(child_network="child")
    await evening.networks["child"].cut()
    await child.say("onderweg")
    await child.sees("Nog niet verstuurd")
    await evening.networks["child"].mend()
    await child.page.reload()
    await child.sees_talk("hoi blauw", "onderweg")
    await desk.sees_talk("hoi blauw", "onderweg")


async def test_what_a_volunteer_writes_and_registers_without_a_network_arrives_once_and_in_order(
    evening: Evening,
) -> None:
    child, desk = await evening.conversation(desk_network="desk")
    await evening.networks["desk"].cut()
    await desk.sees("Geen verbinding. Wat je typt blijft staan.")
    await desk.say("een", "twee")
    await expect(desk.page.get_by_text("nog niet verstuurd", exact=True)).to_have_count(2)
    await expect(desk.page.get_by_text("nog niet verstuurd", exact=True).last).to_be_visible()
    await desk.page.get_by_label("Soort gesprek", exact=True).select_option("Praatje")
    await desk.sees("nog niet bewaard")
    await desk.line.fill("en dit schrijf ik nog")
    await picture(desk.page, "desk-08-no-network")
    await evening.networks["desk"].mend()
    await desk.sees_talk("hoi blauw", "een", "twee")
    await child.sees_talk("hoi blauw", "een", "twee")
    await desk.sees("bewaard ✓")
    await expect(desk.line).to_have_value("en dit schrijf ik nog")
    await expect(desk.page.get_by_text("Geen verbinding. Wat je typt blijft staan.")).to_have_count(0)


async def test_a_child_is_told_that_its_volunteer_is_lost_and_may_wait(evening: Evening) -> None:
    child, desk = await evening.conversation(desk_network="desk")
    await evening.networks["desk"].cut()
    # within 2 seconds, as promised; far less than what notices a silence, also on a slow machine
    told = child.page.get_by_text("De verbinding met Nora is weg. Dat ligt niet aan jou.")
    await expect(told).to_be_visible(timeout=10_000)
    await picture(child.page, "child-08-volunteer-lost")
    await expect(child.button("Ik wil iemand anders")).to_be_visible()
    await child.button("Ik wacht op Nora").click()
    await child.sees("We wachten op Nora. Je mag gewoon schrijven.")
    await child.say("ik wacht wel")
    await child.sees_talk("hoi blauw", "ik wacht wel")
    await evening.networks["desk"].mend()
    await expect(told).to_have_count(0)
    await desk.sees_talk("hoi blauw", "ik wacht wel")
    await desk.say("daar ben ik weer")
    await child.sees_talk("hoi blauw", "ik wacht wel", "daar ben ik weer")


async def test_a_network_that_falls_silent_is_noticed_on_both_sides(evening: Evening) -> None:
    child, desk = await evening.conversation(desk_network="desk")
    evening.networks["desk"].fall_silent()
    told = child.page.get_by_text("De verbinding met Nora is weg. Dat ligt niet aan jou.")
    # within 20 seconds, as promised, and as much for a slow machine
    await expect(told).to_be_visible(timeout=40_000)
    await expect(desk.page.get_by_text("Geen verbinding. Wat je typt blijft staan.")).to_be_visible()
    await desk.say("hoor je mij?")
    await evening.networks["desk"].cut()
    await evening.networks["desk"].mend()
    await expect(told).to_have_count(0)
    await child.sees_talk("hoi blauw", "hoor je mij?")


async def test_a_child_that_wants_somebody_else_gets_the_next_who_can_read_it_all(evening: Evening) -> None:
    child, ann = await evening.conversation(desk_network="desk")
    ben = await evening.desk("ben")
    await ben.be_available()
    await evening.networks["desk"].cut()
    await child.button("Ik wil iemand anders").click()
    await child.sees("We zoeken iemand anders voor je. Je mag gewoon schrijven.")
    await expect(ben.offer).to_contain_text("terug na verbroken gesprek")
    await picture(ben.page, "desk-09-offer-returned")
    await ben.accept("blauw")
    await child.sees("Sam helpt je verder. Sam kan lezen wat jullie schreven.")
    await picture(child.page, "child-09-taken-over")
    await ben.sees_talk("hoi blauw")

    await ann.say("dit komt te laat")
    await evening.networks["desk"].mend()
    await ann.sees(
        "Je verbinding was weg. Het gesprek met blauw is niet meer bij jou. Een ander gaat verder, of doet dat zo. "
        "Wat nog niet verstuurd was, is niet aangekomen."
    )
    await picture(ann.page, "desk-10-taken-from-me")
    await ben.say("hoi, ik ben Sam")
    await child.sees_talk("hoi blauw", "hoi, ik ben Sam")


async def test_a_volunteer_who_stays_away_too_long_gives_the_child_to_another(make_evening: MakeEvening) -> None:
    evening = await make_evening(rules={"routing": {"volunteer_grace_seconds": 2}})
    child, _ = await evening.conversation(desk_network="desk")
    ben = await evening.desk("ben")
    await ben.be_available()
    await evening.networks["desk"].cut()
    await child.sees("We zoeken iemand anders voor je. Je mag gewoon schrijven.")
    await ben.accept("blauw")
    await child.talks_with("Sam")


async def test_the_volunteer_sees_that_the_child_is_away_and_back(make_evening: MakeEvening) -> None:
    evening = await make_evening(rules={"routing": {"child_grace_seconds": 1}})
    child, desk = await evening.conversation(child_network="child")
    await evening.networks["child"].cut()
    away = desk.page.get_by_text("blauw is even weg. Wacht rustig, of rond het gesprek af.")
    await expect(away).to_be_visible()
    await picture(desk.page, "desk-11-child-away")
    await evening.networks["child"].mend()
    await expect(away).to_have_count(0)
    await child.say("daar ben ik weer")
    await desk.sees_talk("hoi blauw", "daar ben ik weer")


async def test_a_child_behind_a_proxy_that_swallows_websockets_talks_all_the_same(evening: Evening) -> None:
    evening.networks["child"].swallow_websockets()
    child, desk = await evening.conversation(child_network="child")
    for number in range(5):
        await child.say(f"vraag {number}")
        await desk.say(f"antwoord {number}")
    await expect(child.words).to_have_count(11)
    await expect(desk.words).to_have_count(11)
    assert await child.words.all_text_contents() == await desk.words.all_text_contents()
    await child.page.reload()
    await expect(child.words).to_have_count(11)


async def test_a_child_without_a_network_at_the_door_is_told_so_and_gets_in_later(evening: Evening) -> None:
    child = await evening.child("child")
    await evening.networks["child"].cut()
    await child.button("Ik wil chatten").click()
    await child.button("Overslaan").click()
    await child.sees("We zoeken een plek in de rij.")
    await evening.networks["child"].mend()
    await expect(child.heading("Je staat in de rij")).to_be_visible()
