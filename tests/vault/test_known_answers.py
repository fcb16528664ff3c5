"""The bytes that the vault writes, pinned: what one release sealed, the next must open."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from helpline.ports import SealedKey
from helpline.vault.file_vault import FileVault

SATURDAY = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
MASTER, DAY, CONVERSATION = (bytes([number]) * 32 for number in (0x11, 0x22, 0x33))
NONCES = [bytes([number]) * 12 for number in (0xA1, 0xA2, 0xA3)]

DAY_FILE = bytes.fromhex(
    "a1a1a1a1a1a1a1a1a1a1a1a13fe8a2a2ca0c4835a9c9ace1132f66d91f90b1dd011989ef12c718700ecb0365518b68a52191"
    "d0e8623fa304e8777db3"
)
WRAPPED = bytes.fromhex(
    "a2a2a2a2a2a2a2a2a2a2a2a23e0f6945791da0fa7748006b852109c8fd0d4339dd6af94ae74bec774ba3330aa372006c640a"
    "890bbb45a59c331b8a7b"
)
SEALED = bytes.fromhex(
    "01a3a3a3a3a3a3a3a3a3a3a3a3565371a98b341ce43e4ab8f28f5aa90fa6e87e4540d0359b505e02c78b98bc93e1c3545010"
    "1870514a1b9991226810259cb948d6d4b63fc02d75dba8a89293e812c275e1103a5bab5fdad183e18bc46c"
)


def by_hand(key: bytes, nonce: bytes, content: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM by the low-level interface, as NIST SP 800-38D has it."""
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    return nonce + encryptor.update(content) + encryptor.finalize() + encryptor.tag


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    (tmp_path / "vault" / "days").mkdir(mode=0o700, parents=True)
    (tmp_path / "vault").chmod(0o700)
    master = tmp_path / "vault" / "master.key"
    master.write_bytes(MASTER)
    master.chmod(0o600)
    return tmp_path


def foreseen(keys: Path) -> FileVault:
    """A vault whose random bytes are the keys and nonces above, in the order in which it asks for them."""
    source = iter([DAY, NONCES[0], CONVERSATION, NONCES[1], NONCES[2]])

    def random(size: int) -> bytes:
        content = next(source)
        assert len(content) == size
        return content

    return FileVault(keys, random=random)


def test_keys_and_texts_are_sealed_to_these_bytes(keys: Path):
    vault = foreseen(keys)
    key = vault.new_key("blue", SATURDAY)
    assert (keys / "vault" / "days" / "2026-11-21.key").read_bytes() == DAY_FILE
    assert key == SealedKey("2026-11-21", WRAPPED)
    assert vault.seal("blue", key, "message|7|child", "ik durf niet naar huis") == SEALED


def test_these_bytes_open_to_the_text(keys: Path):
    day = keys / "vault" / "days" / "2026-11-21.key"
    day.write_bytes(DAY_FILE)
    day.chmod(0o600)
    vault = FileVault(keys)
    assert vault.open("blue", SealedKey("2026-11-21", WRAPPED), "message|7|child", SEALED) == "ik durf niet naar huis"


def test_these_bytes_are_what_the_standard_says():
    padded = b"ik durf niet naar huis\x80".ljust(64, b"\0")
    assert by_hand(MASTER, NONCES[0], DAY, b"2026-11-21") == DAY_FILE
    assert by_hand(DAY, NONCES[1], CONVERSATION, b"blue") == WRAPPED
    assert b"\x01" + by_hand(CONVERSATION, NONCES[2], padded, b"v1|blue|message|7|child") == SEALED
