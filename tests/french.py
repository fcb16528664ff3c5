"""A helpline that speaks French too, as somebody who speaks none would write it: what stands beside it, once more."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from helpline.settings import packaged_config
from helpline.settings.words import shipped


def write_french(folder: Path, change: Mapping[str, str] | None = None, *, without: str = "") -> Path:
    """A directory of settings with French in every file. change: sentences that are really French."""
    for name in ("registration.toml", "numbers.toml", "referrals.toml", "topics.yaml"):
        (folder / name).write_text(_beside(name), encoding="utf-8")
    (folder / "helpline.toml").write_text('[helpline]\nlanguage = "fr"\nlanguages = ["nl", "en", "fr"]\n')
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "fr.toml").write_text(_sentences({**(change or {})}, without), encoding="utf-8")
    return folder


def _sentences(change: dict[str, str], without: str) -> str:
    texts = {key: said if isinstance(said, str) else said["other"] for key, said in shipped("en").items()} | change
    kept = {key: said for key, said in texts.items() if key != without and (key in change or key[:5] != "desk_")}
    return "".join(f'{key} = "{said}"\n' for key, said in kept.items())


def _beside(name: str) -> str:
    text = (packaged_config() / name).read_text(encoding="utf-8")
    if name.endswith(".yaml"):  # which JSON is too
        topics = msgspec.yaml.decode(text)
        return json.dumps(
            [
                {**one, "fr": one["nl"], "subtopics": [{**sub, "fr": sub["nl"]} for sub in one["subtopics"]]}
                for one in topics
            ]
        )
    text = re.sub(r'\bnl = ("[^"]*"),', r"nl = \1, fr = \1,", text)
    text = re.sub(r'^nl = ("[^"]*")$', r"nl = \1\nfr = \1", text, flags=re.MULTILINE)
    return re.sub(r"\[phase\.aid\.nl\]\n(do = .*\nquestions = .*\n)", r"[phase.aid.nl]\n\1[phase.aid.fr]\n\1", text)
