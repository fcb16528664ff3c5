"""The form of what is sealed: version byte, nonce, and AES-256-GCM over the padded text.

Bodies are padded to size classes (64 bytes and its doublings), so that a thief of the database learns no lengths.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Random = Callable[[int], bytes]
"""Answers with so many bytes that nobody can foresee: `os.urandom`, or fixed ones in a test of known answers."""

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
_VERSION = b"\x01"
_BODY_AT = len(_VERSION) + _NONCE_BYTES
_SMALLEST_CLASS_BITS = 6


def wrap(outer: AESGCM, inner: bytes, name: str, random: Random) -> bytes:
    """A key of 32 bytes, sealed by another key and bound to a name: nonce, ciphertext and tag, 60 bytes."""
    nonce = random(_NONCE_BYTES)
    return nonce + outer.encrypt(nonce, inner, name.encode())


def unwrap(outer: AESGCM, wrapped: bytes, name: str) -> AESGCM:
    """The key that was wrapped under this name.

    Raises:
        ValueError: wrapped by another key or for another name, altered or truncated.
    """
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    if len(wrapped) != WRAPPED_BYTES:
        raise ValueError("not a wrapped key")
    try:
        return AESGCM(outer.decrypt(nonce, sealed, name.encode()))
    except InvalidTag:
        raise ValueError("not wrapped by this key for this name") from None


def seal(key: AESGCM, place: bytes, text: str, random: Random) -> bytes:
    """Seal a text for one place."""
    nonce = random(_NONCE_BYTES)
    return _VERSION + nonce + key.encrypt(nonce, _pad(text.encode()), place)


def open_sealed(key: AESGCM, place: bytes, sealed: bytes) -> str:
    """The text that was sealed for this place.

    Raises:
        ValueError: sealed by another key or for another place, altered or truncated.
    """
    if sealed[:1] != _VERSION or len(sealed) <= _BODY_AT + _TAG_BYTES:
        raise ValueError("not something sealed")
    try:
        padded = key.decrypt(sealed[1:_BODY_AT], sealed[_BODY_AT:], place)
    except InvalidTag:
        raise ValueError("not sealed by this key for this row") from None
    return padded.rstrip(b"\0")[:-1].decode()


def _pad(body: bytes) -> bytes:
    # the bit of ISO/IEC 7816-4 and zeros, up to the smallest power of two that is longer than the body
    return (body + b"\x80").ljust(1 << max(_SMALLEST_CLASS_BITS, len(body).bit_length()), b"\0")
