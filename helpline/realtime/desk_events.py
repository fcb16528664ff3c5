"""What each event at the desk does: one class of the deeds of each subject."""

from __future__ import annotations

from helpline.realtime.desk_deeds.calling import CallingDeeds
from helpline.realtime.desk_deeds.company import CompanyDeeds
from helpline.realtime.desk_deeds.in_danger import DangerDeeds
from helpline.realtime.desk_deeds.keeping_out import KeepingOutDeeds
from helpline.realtime.desk_deeds.looking_back import LookingBackDeeds
from helpline.realtime.desk_deeds.noticing import NoticeDeeds
from helpline.realtime.desk_deeds.standing import StandingDeeds
from helpline.realtime.desk_deeds.talking import TalkingDeeds


class DeskEvents(
    StandingDeeds,
    TalkingDeeds,
    CallingDeeds,
    CompanyDeeds,
    DangerDeeds,
    LookingBackDeeds,
    KeepingOutDeeds,
    NoticeDeeds,
):
    """Every event but `say`, which goes another way, under its own name."""
