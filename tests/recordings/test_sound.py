"""What somebody uploads becomes what a telephone plays, or is refused with a reason."""

from __future__ import annotations

import io
import wave
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.recording import RATE, BadRecording, Why
from helpline.recordings.sound import for_telephone
from tests.recordings.made import as_file, recorded, tone


def played(wav: bytes) -> np.ndarray:
    """The samples, after a look at the form that a telephone wants."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768


def energy(samples: np.ndarray, hertz: int) -> float:
    """How much of it is at this tone."""
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    at = round(hertz * len(samples) / RATE)
    return float(spectrum[at - 20 : at + 21].sum() / spectrum.sum())


def why(content: bytes) -> str:
    with pytest.raises(BadRecording) as caught:
        for_telephone(content)
    return caught.value.fields["why"]


@pytest.mark.parametrize(
    ("kind", "rate", "channels"),
    [
        ("WAV", 48_000, 2),
        ("WAV", 8_000, 1),
        ("FLAC", 44_100, 2),
        ("OGG", 48_000, 1),
        ("MP3", 44_100, 2),
        ("AIFF", 22_050, 1),
    ],
)
def test_what_a_laptop_or_a_phone_records_becomes_what_a_telephone_plays(kind, rate, channels):
    sound = for_telephone(as_file(tone(2, rate=rate), rate=rate, kind=kind, channels=channels))
    assert sound.seconds == pytest.approx(2, abs=0.2)
    assert energy(played(sound.wav), 440) > 0.99


def test_what_a_telephone_cannot_carry_does_not_come_back_as_another_tone():
    both = tone(2) + tone(2, hertz=6_500)
    assert energy(played(for_telephone(as_file(both)).wav), RATE - 6_500) < 0.001


def test_the_silence_before_and_after_is_left_out():
    silence = np.zeros(48_000)
    sound = for_telephone(as_file(np.concatenate([silence, tone(1), silence])))
    assert sound.seconds == pytest.approx(1.2, abs=0.05)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Why.NOT_SOUND),
        (b"\x89PNG\r\n", Why.NOT_SOUND),
        (b"RIFF", Why.NOT_SOUND),
        (b"ID3" + bytes(2000), Why.NOT_SOUND),
        (recorded()[:30], Why.NOT_SOUND),
        (recorded(60.5), Why.TOO_LONG),
        (recorded(0.05), Why.TOO_SHORT),
        (as_file(np.zeros(96_000)), Why.SILENT),
        (as_file(tone(loud=0.005)), Why.SILENT),
        (as_file(np.full(96_000, 0.5)), Why.SILENT),
        (as_file(np.clip(tone(loud=3.0), -1, 1)), Why.CLIPPED),
        (as_file(tone(rate=4_000), rate=4_000), Why.NOT_SOUND),
        (as_file(tone() * np.nan, subtype="FLOAT"), Why.NOT_SOUND),
    ],
)
def test_what_nobody_could_understand_is_refused_with_a_reason(content, reason):
    assert why(content) == reason


def test_a_loud_voice_is_not_yet_distorted():
    assert for_telephone(as_file(tone(loud=0.99))).seconds > 1


def test_a_length_that_a_file_claims_is_not_believed():
    content = bytearray(recorded(61))
    content[40:44] = (48_000).to_bytes(4, "little")
    assert for_telephone(bytes(content)).seconds < 1
    content[40:44] = (2**32 - 1).to_bytes(4, "little")
    assert why(bytes(content)) == Why.TOO_LONG


@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_nothing_else(data):
    kinds = {
        kind: as_file(tone(0.5, rate=8_000), rate=8_000, kind=kind) for kind in ("WAV", "FLAC", "OGG", "MP3", "AIFF")
    }
    content = bytearray(kinds[data.draw(st.sampled_from(sorted(kinds)))])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(4, len(content)))])
    with suppress(BadRecording):
        assert len(for_telephone(cut).wav) < 1_000_000
