"""What somebody recorded, made into what a telephone plays: 8 kHz, mono, 16 bits, without the silence around it."""

from __future__ import annotations

import io
import wave
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from helpline.core.recording import LONGEST_SECONDS, RATE, SHORTEST_SECONDS, BadRecording, Sound, Why

RATES = range(RATE, 192_001)
MOST_CHANNELS = 8

_BEGINNINGS = (b"RIFF", b"FORM", b"fLaC", b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
"""Of WAV, AIFF, FLAC, Ogg and MP3; nothing else gets as far as a reader of many odd formats."""
_AT_ONCE = 65_536
_FULL = 0.9999
_FLAT = 4
"""So many samples in a row at full scale are no peak but a cut one."""
_MOST_FLAT = 0.001
_AUDIBLE = 0.01
"""Forty decibels below full scale, in its loudest moment: a hiss."""
_MOMENT = RATE // 50
_MARGIN = RATE // 10


class _Content(io.BytesIO):
    """A damaged file sends its reader elsewhere; it stays within the file, for what it raised nobody would catch."""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        size = len(self.getbuffer())
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: size}[whence]
        return super().seek(min(max(start + offset, 0), size))


def for_telephone(content: bytes) -> Sound:
    """Convert a WAV, AIFF, FLAC, Ogg or MP3.

    Raises:
        BadRecording: it is none of these, or nobody could understand it.
    """
    if not content.startswith(_BEGINNINGS):
        raise BadRecording(why=Why.NOT_SOUND)
    try:
        samples, rate = _read(content)
    except (soundfile.SoundFileError, ValueError, TypeError, OSError):
        raise BadRecording(why=Why.NOT_SOUND) from None
    sound = _without_silence(soxr.resample(samples, rate, RATE))
    if len(sound) < SHORTEST_SECONDS * RATE:
        raise BadRecording(why=Why.TOO_SHORT)
    return Sound(_wav(sound), len(sound) / RATE)


def _read(content: bytes) -> tuple[NDArray[np.float32], int]:
    """All of it as one channel between -1 and 1, and its samples a second; a length that it claims is not believed."""
    blocks, count, flat = [], 0, 0
    with soundfile.SoundFile(_Content(content)) as file:
        rate = file.samplerate
        if rate not in RATES or file.channels > MOST_CHANNELS:
            raise BadRecording(why=Why.NOT_SOUND)
        while len(block := file.read(_AT_ONCE, dtype="float32", always_2d=True)):
            count += len(block)
            if count > LONGEST_SECONDS * rate:
                raise BadRecording(why=Why.TOO_LONG)
            flat += _flat(block)
            blocks.append(block.mean(axis=1))
    if not blocks or not all(np.isfinite(block).all() for block in blocks):
        raise BadRecording(why=Why.NOT_SOUND)
    if flat > count * _MOST_FLAT:
        raise BadRecording(why=Why.CLIPPED)
    samples = np.concatenate(blocks)
    return samples - samples.mean(), rate


def _flat(block: Any) -> int:
    """How many samples stand in a row at full scale."""
    full = (np.abs(block) >= _FULL).any(axis=1)
    rows = np.lib.stride_tricks.sliding_window_view(full, _FLAT) if len(full) >= _FLAT else full[:0]
    return int(rows.all(axis=-1).sum()) if len(rows) else 0


def _without_silence(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """From just before the first sound to just after the last.

    Raises:
        BadRecording: there is none.
    """
    whole = samples[: len(samples) // _MOMENT * _MOMENT].reshape(-1, _MOMENT)
    loud = np.sqrt((whole.astype(np.float64) ** 2).mean(axis=1))
    if not len(loud):
        raise BadRecording(why=Why.TOO_SHORT)
    if loud.max() < _AUDIBLE:
        raise BadRecording(why=Why.SILENT)
    heard = np.flatnonzero(loud >= max(loud.max() / 50, _AUDIBLE / 5))
    return samples[max(heard[0] * _MOMENT - _MARGIN, 0) : (heard[-1] + 1) * _MOMENT + _MARGIN]


def _wav(samples: NDArray[np.float32]) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).round().astype("<i2").tobytes())
    return kept.getvalue()
