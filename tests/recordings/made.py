"""Sounds to upload."""

from __future__ import annotations

import io

import numpy as np
import soundfile


def tone(seconds: float = 2.0, *, rate: int = 48_000, loud: float = 0.3, hertz: int = 440) -> np.ndarray:
    """What stands for a voice."""
    return loud * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def as_file(
    samples: np.ndarray, *, rate: int = 48_000, kind: str = "WAV", channels: int = 1, subtype: str | None = None
) -> bytes:
    """As a program on a laptop writes it."""
    kept = io.BytesIO()
    soundfile.write(kept, np.stack([samples] * channels, axis=1), rate, format=kind, subtype=subtype)
    return kept.getvalue()


def recorded(seconds: float = 2.0, **others: int) -> bytes:
    """Something that can be used."""
    return as_file(tone(seconds, **others))
