"""Scenes: what can happen in an evening, and which events it makes the two faces send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.realtime.faces.evening import Evening

COUNSELLING = {"type": "counselling", "age": 12, "gender": "girl", "about": "self", "topics": ["physical-abuse"]}


@dataclass(frozen=True)
class Scene:
    """What happens, and which events it makes the two faces send."""

    play: Callable[[Evening], Awaitable[None]]
    child: frozenset[str]
    desk: frozenset[str]


SCENES: dict[str, Scene] = {}


def scene(*, child: str = "", desk: str = "") -> Callable[[Callable[[Evening], Awaitable[None]]], None]:
    """Keep a scene under the name of its function."""

    def keep(play: Callable[[Evening], Awaitable[None]]) -> None:
        SCENES[play.__name__] = Scene(play, frozenset(child.split()), frozenset(desk.split()))

    return keep
