"""The secrets of the telephone, files of the key directory: of Asterisk, of the trunk, and of the TURN server."""

from __future__ import annotations

import secrets
from pathlib import Path

from helpline import keyfiles
from helpline.keyfiles import KeyProblem

ARI, TRUNK, TURN = "telephone.password", "trunk.password", "turn.secret"
_BYTES = 32
_LONGEST = 200


def make_ari_password(keys: Path) -> str:
    """With what the helpline logs in at Asterisk, made where there is none yet. keys: the key directory.

    Raises:
        KeyProblem: it cannot be made, or is none.
    """
    keyfiles.make_folder(keys)
    keyfiles.create(keys / ARI, secrets.token_urlsafe(_BYTES).encode())
    return read_secret(keys, ARI)


def read_secret(keys: Path, name: str) -> str:
    """One of these files: a line without spaces, that says nothing else to Asterisk than it says.

    Raises:
        KeyMissing: there is none.
        KeyProblem: others may read it, or it is none.
    """
    written = keyfiles.read_most(keys / name, _LONGEST).decode(errors="replace").strip()
    if not written or not all("!" <= letter <= "~" and letter not in ";\\" for letter in written):
        advice = "It is one line of letters, digits and signs, without spaces, semicolons and backslashes."
        raise KeyProblem(keys / name, "is no password", advice)
    return written
