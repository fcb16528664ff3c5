"""The keys of a node, made before they are needed, and what it forgets when its term is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.actions.forget import Terms, forget_due
from helpline.db.forgetting import DatabaseMemory
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.identity.spared import read_spared
from helpline.ports import Clock
from helpline.realtime.house import House
from helpline.settings import Settings
from helpline.vault.file_vault import FileVault

log = logging.getLogger(__name__)
PREPARE_EVERY = timedelta(minutes=1)
FORGET_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Keys:
    """Of identifiers, for the child's face and the telephone alone, and what is made with them."""

    epochs: EpochKeys
    blocks: BlockKey
    pepper: CallerPepper
    pseudonyms: KeyedPseudonyms


def open_keys(settings: Settings, clock: Clock, faces: Collection[str]) -> tuple[Keys | None, FileVault]:
    """The keys of identifiers, for the child's face and the telephone alone, and of words; it blocks.

    Raises:
        KeyProblem: they are not there, or not as they should be.
        WrongSetting: who is spared cannot be read.
    """
    keys = keys_of(settings) if {"child", "phone"} & set(faces) else None
    vault = FileVault(settings.places.keys)
    prepare(keys, vault, clock)
    return keys, vault


def keys_of(settings: Settings) -> Keys:
    """The keys of identifiers, and who asked to be spared; it blocks."""
    folder = settings.places.keys
    epochs, blocks = EpochKeys(folder), BlockKey(folder)
    spared = read_spared(settings.files["networks.toml"])
    pepper = CallerPepper(folder)
    pseudonyms = KeyedPseudonyms(epochs, blocks, pepper, settings.web.trusted_proxies, spared)
    return Keys(epochs, blocks, pepper, pseudonyms)


def prepare(keys: Keys | None, vault: FileVault, clock: Clock) -> None:
    """Read the keys, and make those that will be needed soon."""
    if keys is not None:
        keys.epochs.prepare(clock.now())
        keys.blocks.prepare()
    vault.prepare(clock.now())


async def keep_prepared(keys: Keys | None, vault: FileVault, clock: Clock) -> None:
    """So that nothing on the event loop waits for a key file at midnight."""
    while True:
        await asyncio.sleep(PREPARE_EVERY.total_seconds())
        await asyncio.to_thread(prepare, keys, vault, clock)


@dataclass(slots=True)
class LastTime:
    """When something was last done; null not yet since this start."""

    at: datetime | None = None


async def keep_forgetting(house: House, keys: Keys | None, vault: FileVault, done: LastTime) -> None:
    """What is due, every hour: a term is over when it is over, and looking costs little."""
    retention, memory = house.settings.retention, DatabaseMemory(house.store)
    terms = Terms.in_days(retention.messages_days, retention.pseudonyms_days)
    while True:
        epochs = keys.epochs if keys else None
        forgotten = await forget_due(house.store, memory, vault, epochs, terms, house.clock.now())
        done.at = house.clock.now()
        log.info("forgotten", extra={"count": forgotten.conversations})
        await asyncio.sleep(FORGET_EVERY.total_seconds())
