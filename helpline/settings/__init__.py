"""The settings: frozen, built once from the configuration files and the environment, handed down from `app.py`."""

from helpline.settings.environment import Places
from helpline.settings.files import packaged_config
from helpline.settings.load import Settings, for_demo, load, local_origins
from helpline.settings.sections import (
    Child,
    Colours,
    Estimates,
    Helpline,
    Limits,
    Retention,
    Routing,
    Sanctions,
    Texts,
    Web,
)
from helpline.settings.telephone import Calls, TelephoneLine
from helpline.settings.words import Words
from helpline.settings.wrong import WrongSetting

__all__ = [
    "Calls",
    "Child",
    "Colours",
    "Estimates",
    "Helpline",
    "Limits",
    "Places",
    "Retention",
    "Routing",
    "Sanctions",
    "Settings",
    "TelephoneLine",
    "Texts",
    "Web",
    "Words",
    "WrongSetting",
    "for_demo",
    "load",
    "local_origins",
    "packaged_config",
]
