"""What is in a file of sound: format, channels, length; and headers for those that have none.

Read from a few bytes of the file, never by decoding it: a length is exact where the format says it, and estimated for
MP3 of varying rate without a header of its own. A file that does not hold what its name says has no length, and
nothing else happens.
"""

from __future__ import annotations

import struct
from typing import Protocol

import msgspec

from collector_daemon.recordings.mpeg import mp3_seconds

UNKNOWN = "application/octet-stream"
MIMES = {
    ".wav": "audio/wav", ".wav49": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".gsm": "audio/x-gsm", ".flac": "audio/flac", ".g722": "audio/G722",
}  # fmt: skip
PCM, ALAW, ULAW = 1, 6, 7
_NAMED = {PCM: "PCM", ALAW: "A-law", ULAW: "u-law", 0x31: "GSM"}


class Coding(msgspec.Struct, frozen=True):
    """How samples without a header are written: the tag of a WAV header, samples a second, bits of a sample."""

    tag: int
    rate: int
    bits: int


HEADERLESS = {
    ".ulaw": Coding(ULAW, 8000, 8), ".ul": Coding(ULAW, 8000, 8), ".mu": Coding(ULAW, 8000, 8),
    ".pcm": Coding(ULAW, 8000, 8), ".alaw": Coding(ALAW, 8000, 8), ".al": Coding(ALAW, 8000, 8),
    ".raw": Coding(PCM, 8000, 16), ".sln": Coding(PCM, 8000, 16),
    **{f".sln{k}": Coding(PCM, 44100 if k == 44 else k * 1000, 16) for k in (12, 16, 24, 32, 44, 48, 96, 192)},
}  # fmt: skip
"""What Asterisk writes without a header, by the end of the name; it calls u-law also pcm."""
SOUNDS = frozenset(MIMES) | frozenset(HEADERLESS)
"""Names of sound end so."""


class Readable(Protocol):
    """Bytes that can be read at any place."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def read(self, start: int, count: int) -> bytes:
        """Those from ``start`` on, fewer at the end. Raises OSError."""
        ...


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds; None: it does not tell."""

    format: str
    mime: str
    seconds: float | None = None
    channels: int | None = None


def header_for(suffix: str, size: int) -> bytes:
    """A WAV header before ``size`` bytes of samples that have none; empty where the format needs none."""
    coding = HEADERLESS.get(suffix)
    if coding is None:
        return b""
    step = coding.bits // 8
    form = struct.pack("<HHIIHH", coding.tag, 1, coding.rate, coding.rate * step, step, coding.bits)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    if coding.tag != PCM:
        form += b"\0\0"
        chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"fact" + struct.pack("<II", 4, min(size, _MOST))
    length = min(size, _MOST - len(chunks) - 12)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks) + 8 + length) + b"WAVE" + chunks + b"data" + struct.pack(
        "<I", length)  # fmt: skip


_MOST = 0xFFFF_FFFF


def described(suffix: str, sound: Readable) -> Described:
    """What the file is, by its name and its first (of Ogg: last) bytes. Raises OSError."""
    mime = MIMES.get(suffix, "audio/wav" if suffix in HEADERLESS else UNKNOWN)
    if suffix in HEADERLESS:
        coding = HEADERLESS[suffix]
        seconds = sound.size / (coding.rate * coding.bits // 8)
        return Described(format=_NAMED[coding.tag], mime=mime, seconds=seconds, channels=1)
    reader = _READERS.get(suffix)
    try:
        return reader(mime, sound) if reader else Described(format=suffix[1:], mime=mime)
    except (struct.error, IndexError, ValueError, ZeroDivisionError):
        return Described(format=suffix[1:] + "?", mime=mime)


class WavHeader(msgspec.Struct, frozen=True, kw_only=True):
    """A WAV file's own words: coding, and where its samples are."""

    tag: int
    channels: int
    rate: int
    bytes_a_second: int
    size_at: int
    """Where the length of the samples is written; they come after its four bytes."""
    length: int


def wav_header(sound: Readable) -> WavHeader:
    """Raises ValueError, struct.error for what is no WAV."""
    beginning = sound.read(0, 4096)
    if beginning[:4] != b"RIFF" or beginning[8:12] != b"WAVE":
        raise ValueError("no WAV")
    at, form = 12, b""
    while True:
        name, (length,) = beginning[at : at + 4], struct.unpack_from("<I", beginning, at + 4)
        if name == b"fmt ":
            form = beginning[at + 8 : at + 8 + length]
        elif name == b"data":
            tag, channels, rate, bytes_a_second = struct.unpack_from("<HHII", form)
            return WavHeader(tag=tag, channels=channels, rate=rate, bytes_a_second=bytes_a_second, size_at=at + 4,
                             length=length)  # fmt: skip
        at += 8 + length + length % 2


def _wav(mime: str, sound: Readable) -> Described:
    header = wav_header(sound)
    there = max(0, sound.size - header.size_at - 4)
    is_told = 0 < header.length <= there
    seconds = (header.length if is_told else there) / header.bytes_a_second
    return Described(
        format=f"WAV {_NAMED.get(header.tag, str(header.tag))}", mime=mime, seconds=seconds, channels=header.channels
    )  # fmt: skip


def _gsm(mime: str, sound: Readable) -> Described:
    if sound.size and sound.read(0, 1)[0] >> 4 != 0xD:
        raise ValueError("no GSM")
    return Described(format="GSM", mime=mime, seconds=sound.size // 33 * 0.02, channels=1)


def _g722(mime: str, sound: Readable) -> Described:
    return Described(format="G.722", mime=mime, seconds=sound.size / 8000, channels=1)


def _flac(mime: str, sound: Readable) -> Described:
    beginning = sound.read(0, 42)
    if beginning[:4] != b"fLaC":
        raise ValueError("no FLAC")
    packed = int.from_bytes(beginning[18:26], "big")
    rate, channels, samples = packed >> 44, (packed >> 41 & 7) + 1, packed & (1 << 36) - 1
    return Described(format="FLAC", mime=mime, seconds=samples / rate if samples else None, channels=channels)


def _ogg(mime: str, sound: Readable) -> Described:
    beginning = sound.read(0, 512)
    opus, vorbis = beginning.find(b"OpusHead"), beginning.find(b"\x01vorbis")
    if beginning[:4] != b"OggS" or (opus < 0 and vorbis < 0):
        raise ValueError("neither Opus nor Vorbis")
    end = sound.read(max(0, sound.size - 65_536), 65_536)
    (samples,) = struct.unpack_from("<q", end, end.rindex(b"OggS") + 6)
    if opus >= 0:
        channels, skipped = struct.unpack_from("<BH", beginning, opus + 9)
        return Described(format="Opus", mime=mime, seconds=max(0, samples - skipped) / 48_000, channels=channels)
    channels, rate = struct.unpack_from("<BI", beginning, vorbis + 11)
    return Described(format="Vorbis", mime=mime, seconds=max(0, samples) / rate, channels=channels)


def _mp3(mime: str, sound: Readable) -> Described:
    seconds, channels = mp3_seconds(sound.read(0, 65_536), sound.size)
    return Described(format="MP3", mime=mime, seconds=seconds, channels=channels)


_READERS = {
    ".wav": _wav, ".wav49": _wav, ".gsm": _gsm, ".g722": _g722, ".flac": _flac, ".ogg": _ogg, ".opus": _ogg,
    ".mp3": _mp3,
}  # fmt: skip
