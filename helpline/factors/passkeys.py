"""Passkeys: a key that a device keeps signs what we made up for this once (WebAuthn, by py_webauthn)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from helpline.core.factors import CHALLENGE_FOR, Factor
from helpline.core.staff import Staff
from helpline.ports.factors import Asked, NewPasskey

if TYPE_CHECKING:
    from webauthn.helpers.structs import (
        PublicKeyCredentialCreationOptions,
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialRequestOptions,
    )

_CHALLENGE_BYTES = 32


class DevicePasskeys:
    """The port `Passkeys`. helpline: the name that a device shows beside the key."""

    def __init__(self, helpline: str) -> None:
        self._helpline = helpline

    def ask_new(self, staff: Staff, known: Sequence[Factor], origin: str) -> Asked:
        from webauthn import generate_registration_options
        from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        options = generate_registration_options(
            rp_id=_host(origin),
            rp_name=self._helpline,
            user_id=sha256(staff.id.encode()).digest(),
            user_name=staff.name,
            challenge=challenge,
            timeout=int(CHALLENGE_FOR.total_seconds() * 1000),
            # a second step: the name and the password say who it is, so that the device need not keep a list of people
            authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.DISCOURAGED),
            exclude_credentials=_described(known),
        )
        return Asked(challenge, _plain(options))

    def ask_known(self, known: Sequence[Factor], origin: str) -> Asked:
        from webauthn import generate_authentication_options

        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        options = generate_authentication_options(
            rp_id=_host(origin),
            challenge=challenge,
            timeout=int(CHALLENGE_FOR.total_seconds() * 1000),
            allow_credentials=_described(known),
        )
        return Asked(challenge, _plain(options))

    def challenge_of(self, credential: Mapping[str, Any]) -> bytes | None:
        from webauthn import base64url_to_bytes

        try:
            said = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
            return base64url_to_bytes(said["challenge"])
        except (KeyError, TypeError, ValueError):
            return None

    def made(self, credential: Mapping[str, Any], challenge: bytes, origin: str) -> NewPasskey | None:
        from webauthn import verify_registration_response

        try:
            found = verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=_host(origin),
                expected_origin=origin,
            )
        except Exception:  # noqa: BLE001 - it reads bytes of a stranger, and whatever stops it there is a refusal
            return None
        return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)

    def counter_of(self, factor: Factor, credential: Mapping[str, Any], challenge: bytes, origin: str) -> int | None:
        from webauthn import verify_authentication_response

        if credential.get("id") != _written(factor.credential or b""):
            return None
        try:
            found = verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=_host(origin),
                expected_origin=origin,
                credential_public_key=factor.secret,
                credential_current_sign_count=factor.counter,
            )
        except Exception:  # noqa: BLE001 - as above
            return None
        return found.new_sign_count


def _host(origin: str) -> str:
    """Whose keys a device may use here: the host, without its port."""
    return urlsplit(origin).hostname or ""


def _written(credential: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(credential)


def _described(known: Sequence[Factor]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=it.credential) for it in known if it.credential is not None]


def _plain(options: PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions) -> dict[str, Any]:
    from webauthn import options_to_json

    plain: dict[str, Any] = json.loads(options_to_json(options))
    return plain
