"""The scenes of acute danger: an alarm, who takes it, and the rest that follows."""

from __future__ import annotations

from helpline.core.staff import Role
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene


@scene(desk="snapshot alarm alarm_taken alarm_over conversation me")
async def a_child_is_in_danger(evening: Evening) -> None:
    blue, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await ann.do("alarm", talk)
    await evening.agrees()
    assert [alarm["volunteer"] for alarm in cora.view["alarms"].values()] == ["Nora"]
    assert ann.view["conversations"][talk]["alarm"] == {"taken_by": None}
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    later = await evening.desk("dirk")
    await evening.agrees()
    assert later.view["alarms"] == cora.view["alarms"]
    await ann.do("danger", talk, asked="Ben je veilig?", answer=None, action="")
    await evening.agrees()
    assert (await later.do("alarm_take", talk))["ok"]
    assert (await cora.do("alarm_take", talk))["error"] == {"code": "taken", "by": "Kim"}
    await evening.agrees()
    assert ann.view["conversations"][talk]["alarm"] == {"taken_by": "Kim"}
    await later.do("danger", talk, asked=None, answer="ja", action="112 gebeld")
    await blue.say("1", "ze zijn er")
    await ann.do("end", talk)
    await evening.agrees()
    assert (ann.view["me"]["status"], ann.view["me"]["why"]) == ("break", "recover")
    await ann.do("register", talk, fields={"type": "silent"})
    await ann.do("finish", talk)
    await evening.agrees()
    assert cora.view["alarms"] == {}
    await ann.be("available")
    await evening.agrees()
    assert "why" not in ann.view["me"]


@scene(desk="alarm alarm_taken conversation")
async def whoever_took_it_goes_home(evening: Evening) -> None:
    _, ann, talk = await evening.talk()
    await evening.add("dirk", "Kim", Role.COORDINATOR)
    cora, dirk = await evening.desk("cora"), await evening.desk("dirk")
    await ann.do("alarm", talk)
    await cora.do("alarm_take", talk)
    await evening.agrees()
    await evening.log_out(cora.headers["Cookie"])
    await evening.settle()
    await evening.loses(cora)
    await evening.agrees()
    assert ann.view["conversations"][talk]["alarm"] == {"taken_by": None}
    assert dirk.view["alarms"][talk]["taken_by"] is None
    await dirk.do("alarm_take", talk)
    await evening.agrees()
    cookie = dirk.headers["Cookie"]
    await evening.leaves(dirk)
    await evening.pass_time(60)
    dirk = await evening.desk("dirk", cookie=cookie)
    await evening.agrees()
    assert dirk.view["alarms"][talk]["taken_by"] == "Kim"
    await evening.leaves(dirk)
    await evening.pass_time(95)
    await evening.agrees()
    assert ann.view["conversations"][talk]["alarm"] == {"taken_by": None}


@scene(desk="alarm alarm_taken conversation")
async def it_is_handed_over_in_danger(evening: Evening) -> None:
    _, ann, talk = await evening.talk()
    cora = await evening.desk("cora")
    await ann.do("alarm", talk)
    await ann.do("danger", talk, asked="Ben je veilig?", answer="nee", action="")
    await cora.do("alarm_take", talk)
    await ann.be("away")
    await ann.do("hand_over", talk, note="is bang")
    await evening.agrees()
    ben = await evening.desk("ben")
    await ben.be("available")
    await ben.accept()
    await evening.agrees()
    shown = ben.view["conversations"][talk]
    assert shown["alarm"] == {"taken_by": "Lou"}
    assert [one["answer"] for one in shown["danger"]] == ["nee"]
