"""How what is ours is called at Asterisk: with the id of its call in it, so that a restart finds everything again."""

from __future__ import annotations

import secrets

_OF = ".of."


def name_of(own: str, call: str) -> str:
    """The name of a leg, a prompt or a bridge of this call."""
    return f"{own}{_OF}{call}"


def split(name: str) -> tuple[str, str]:
    """The own id and the call of such a name; of a name that we did not give, nothing and the name."""
    own, of, call = name.partition(_OF)
    return (own, call) if of else ("", name)


def leg_name(leg: str, call: str) -> str:
    """The channel of a leg."""
    return name_of(f"leg-{leg}", call)


def leg_of(name: str) -> tuple[str, str] | None:
    """The call and the leg of a channel, or null when it is none of a leg."""
    own, call = split(name)
    return (call, own.removeprefix("leg-")) if own.startswith("leg-") else None


def talk_name(call: str) -> str:
    """The bridge of the child and its legs."""
    return name_of("talk", call)


def new_ear_name(leg: str, call: str) -> str:
    """The bridge, and the channel that listens in it, of a leg that listens; another one each time, for the last one
    may still be on its way out."""
    return name_of(f"ear-{leg}-{secrets.token_hex(4)}", call)


def listener_of(own: str) -> str | None:
    """The leg whose ear this is, or null when it is none."""
    kind, _, rest = own.partition("-")
    return rest.partition("-")[0] if kind == "ear" else None
