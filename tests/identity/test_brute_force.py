"""With the database alone nobody finds out whose number or address it was; with the keys everybody does."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
NUMBERS = [f"+316{12_345_678 + 7 * n}" for n in range(500)]
ADDRESSES = [f"84.241.{n // 250}.{n % 250}" for n in range(500)]
KNOWN = [("tel", number) for number in NUMBERS] + [("ip4", address) for address in ADDRESSES]


@pytest.fixture
def pseudonyms(tmp_path: Path) -> KeyedPseudonyms:
    epoch_keys.create(tmp_path, NOW)
    block_key.create(tmp_path)
    return KeyedPseudonyms(EpochKeys(tmp_path), BlockKey(tmp_path), CallerPepper(tmp_path))


def stored(pseudonyms: KeyedPseudonyms) -> dict[bytes, int]:
    """What a database holds of these thousand, with the epoch that stands beside it; 0 for a block."""
    kept: dict[bytes, int] = {}
    for number in NUMBERS:
        kept |= {one.digest: one.epoch for one in pseudonyms.of_number(number, NOW)}
        kept |= {one.digest: 0 for one in pseudonyms.lasting_number(number)}
    for address in ADDRESSES:
        kept |= {one.digest: one.epoch for one in pseudonyms.of_network(address, NOW)}
        kept |= {one.digest: 0 for one in pseudonyms.lasting_network(address)}
    return kept


def spellings(kind: str, known: str, pepper: bytes) -> Iterator[bytes]:
    """How the thief writes down what may be hashed."""
    yield from (known.encode(), f"{kind}|{known}".encode(), f"block|{kind}|{known}".encode())
    if kind == "tel":
        yield from (known[1:].encode(), f"0{known[3:]}".encode())
        key = hashlib.sha1(f"{pepper.hex()}:{known[1:]}".encode()).hexdigest()
        yield from (key.encode(), f"{kind}|{key}".encode(), f"block|{kind}|{key}".encode())


def guesses(kind: str, known: str, salts: list[bytes], keys: list[bytes], pepper: bytes) -> Iterator[bytes]:
    """Plain, salted on either side, and keyed with whatever the thief holds."""
    for text in spellings(kind, known, pepper):
        for name in ("sha256", "blake2s", "sha3_256"):
            yield hashlib.new(name, text).digest()
        for salt in salts:
            yield hashlib.sha256(salt + text).digest()
            yield hashlib.sha256(text + salt).digest()
        for key in keys:
            yield hmac.digest(key, text, "sha256")


def found(kept: dict[bytes, int], salts: list[bytes], keys: list[bytes], pepper: bytes = b"") -> int:
    """How many rows the thief opens."""
    return len(set(kept) & {guess for known in KNOWN for guess in guesses(*known, salts, keys, pepper)})


def test_without_the_keys_none_of_a_thousand_is_found(pseudonyms: KeyedPseudonyms):
    kept = stored(pseudonyms)
    assert len(kept) == 2 * len(KNOWN)
    epochs = {epoch for epoch in kept.values() if epoch}
    beside = [str(epoch).encode() for epoch in epochs] + [epoch.to_bytes(4, "big") for epoch in epochs]
    assert found(kept, [b"", b"helpline", *beside], [b"", bytes(32), b"helpline", *beside]) == 0


def test_with_the_keys_all_of_them_are(pseudonyms: KeyedPseudonyms, tmp_path: Path):
    kept = stored(pseudonyms)
    keys = [path.read_bytes() for path in (tmp_path / "identity").glob("*.key")]
    assert found(kept, [], keys, pepper_in(tmp_path)) == len(kept)


def test_with_the_pepper_alone_as_the_pbx_has_it_no_number_is_found(pseudonyms: KeyedPseudonyms, tmp_path: Path):
    kept, pepper = stored(pseudonyms), pepper_in(tmp_path)
    assert found(kept, [b"", pepper], [b"", pepper, pepper.hex().encode()], pepper) == 0


def pepper_in(folder: Path) -> bytes:
    return (folder / "identity" / "caller.pepper").read_bytes()
