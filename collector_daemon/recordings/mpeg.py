"""How long an MP3 is, by its first frame: from the count that encoders write there, else from its rate."""

from __future__ import annotations

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III, by the version's bits (3: MPEG 1; 2 and 0: MPEG 2 and 2.5 have the same)."""


def mp3_seconds(beginning: bytes, size: int) -> tuple[float, int]:
    """Seconds and channels of a file of ``size`` bytes. Raises ValueError, IndexError where there is no frame."""
    start = _tag_end(beginning)
    while True:
        start = beginning.index(b"\xff", start)
        frame = beginning[start : start + 4]
        is_layer_three = frame[1] & 0xE6 == 0xE2 and frame[1] >> 3 & 3 != 1
        if is_layer_three and frame[2] >> 4 not in (0, 15) and frame[2] >> 2 & 3 != 3:
            break
        start += 1
    version, channels = frame[1] >> 3 & 3, 1 if frame[3] >> 6 == 3 else 2
    rate = _RATES[version][frame[2] >> 2 & 3]
    frames = _counted(beginning[start : start + 200])
    if frames is not None:
        return frames * (1152 if version == 3 else 576) / rate, channels
    kilobits = _KILOBITS[3 if version == 3 else 2][frame[2] >> 4]
    return (size - start) / (kilobits * 125), channels


def _tag_end(beginning: bytes) -> int:
    """Where the sound begins behind an ID3 tag."""
    if beginning[:3] != b"ID3":
        return 0
    a, b, c, d = beginning[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d)


def _counted(frame: bytes) -> int | None:
    """How many frames there are, if the encoder wrote it down."""
    for name in (b"Xing", b"Info"):
        at = frame.find(name)
        if at > 0 and frame[at + 7] & 1:
            return int.from_bytes(frame[at + 8 : at + 12], "big")
    return None
