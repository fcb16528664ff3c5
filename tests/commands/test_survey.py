"""`helpline survey`: what children answered, week by week, in counts that point at nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from helpline.clock import SystemClock
from helpline.core.survey import Survey, week_of
from helpline.db import survey_tables
from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from tests.commands.typed import Run

HEAD = "week\tchannel\ttopic\tpairs\tquestion\t1\t2\t3\t4\t5\tnone"
SAD = Survey(pair="", channel="chat", topic="home", week="", before_feeling=1, before_size=5, after_feeling=3)


def week(ago: int) -> str:
    """So many weeks before the last one that is over."""
    return week_of(SystemClock().now() - timedelta(days=8, weeks=ago), ZoneInfo("Europe/Amsterdam"))


def keep(house: Path, answers: Sequence[Survey]) -> None:
    """As they stand once nothing leads to whose they are."""

    async def hold() -> None:
        store = SqliteStore(house / "helpline.sqlite3", LocalWakeups())
        await store.open()
        async with store.begin() as work:
            for nth, it in enumerate(answers):
                row = {column.name: getattr(it, column.name) for column in survey_tables.survey.columns}
                await work.connection.execute(survey_tables.survey.insert(), row | {"pair": f"pair-{nth}"})
            await work.commit()
        await store.close()

    asyncio.run(hold())


def told(run: Run, *words: str) -> list[str]:
    done = run("survey", *words)
    assert (done.exit_code, done.stderr) == (0, "")
    first, head, *lines = done.stdout.splitlines()
    assert first.startswith("# survey, ")
    assert head == HEAD
    return lines


def test_it_tells_each_question_of_each_group_without_small_counts(house: Path, run: Run):
    last = week(0)
    happy = replace(SAD, before_feeling=4, after_feeling=5)
    answers = [SAD] * 6 + [happy] * 2 + [replace(SAD, topic=None)]
    keep(house, [replace(it, week=last) for it in answers])
    assert told(run) == [
        f"{last}\tchat\thome\t8\tbefore_feeling\t6\t-\t-\t-\t-\t-",
        f"{last}\tchat\thome\t8\tbefore_size\t-\t-\t-\t-\t-\t-",
        f"{last}\tchat\thome\t8\tafter_feeling\t-\t-\t6\t-\t-\t-",
        f"{last}\tchat\thome\t8\tafter_size\t-\t-\t-\t-\t-\t-",
    ]


def test_a_week_is_told_when_it_is_over_and_as_far_back_as_is_asked(house: Path, run: Run):
    now = week_of(SystemClock().now(), ZoneInfo("Europe/Amsterdam"))
    keep(house, [replace(SAD, week=one) for one in (now, week(0), week(1), week(2)) for _ in range(5)])
    weeks = [line.split("\t")[0] for line in told(run, "--weeks", "2")]
    assert sorted(set(weeks)) == sorted([week(1), week(0)])
    assert len({line.split("\t")[0] for line in told(run)}) == 3


def test_without_answers_it_tells_the_head_alone(house: Path, run: Run):
    assert told(run) == []


def test_it_takes_no_nonsense(house: Path, run: Run):
    assert [run("survey", "--weeks", weeks).exit_code for weeks in ("0", "521", "x")] == [2, 2, 2]
