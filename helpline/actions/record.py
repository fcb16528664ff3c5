"""A coordinator puts a recording in the place of what a child hears on the telephone, or takes it away again."""

from __future__ import annotations

from datetime import datetime

from helpline.core.audit import Deed
from helpline.ports import UnitOfWork
from helpline.ports.recordings import Recordings


async def put_recording_live(
    language: str, name: str, draft: str, staff: str, *, recordings: Recordings, work: UnitOfWork, now: datetime
) -> None:
    """The next child hears this draft.

    Raises:
        DraftGone: it is not the draft any more.
        NotHeard: nobody listened to it.
    """
    await work.audit.record(Deed(what="recording_put", by=staff, about=f"{name} {language}"), now)
    # last, so that nothing is heard that does not stand in the audit; done twice it stays so
    await recordings.put_live(language, name, draft)


async def take_recording_away(
    language: str, name: str, staff: str, *, recordings: Recordings, work: UnitOfWork, now: datetime
) -> None:
    """The next child hears the voice of the machine again.

    Raises:
        NoPlaceholder: it has not said this yet.
    """
    await work.audit.record(Deed(what="recording_taken_away", by=staff, about=f"{name} {language}"), now)
    await recordings.use_placeholder(language, name)
