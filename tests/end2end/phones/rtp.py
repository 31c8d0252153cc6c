"""RTP of one call.

a tone every 20 ms, or digits as telephone-events (RFC 4733). One thread serves all calls.
"""

import math
import random
import socket
import struct
import threading
import time

from shared.clock import monotonic

FRAME_TIME = 0.02  # seconds
SAMPLES = 160  # a frame at 8 kHz
TONES = (400, 600, 850)  # Hz; whole periods in five frames
DIGITS = "0123456789*#ABCD"
ULAW, TELEPHONE_EVENT = 0, 101  # payload types; the second is what our SDP offers
MARKER = 0x80
HEAD = 12  # bytes before the sound


def _ulaw(sample: int) -> int:
    """One 16 bit sample as G.711 mu-law."""
    sign = MARKER if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = 7
    while exponent > 0 and not magnitude & (0x80 << exponent):
        exponent -= 1
    return ~(sign | exponent << 4 | magnitude >> (exponent + 3) & 15) & 255


def _frames(frequency: int) -> list[bytes]:
    wave = [_ulaw(int(6000 * math.sin(2 * math.pi * frequency * n / 8000))) for n in range(5 * SAMPLES)]
    return [bytes(wave[n : n + SAMPLES]) for n in range(0, 5 * SAMPLES, SAMPLES)]


class _Clock:
    """The thread that ticks every live stream once a frame."""

    def __init__(self) -> None:
        self._streams: set[RtpStream] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.tone = {frequency: _frames(frequency) for frequency in TONES}

    def add(self, stream: "RtpStream") -> None:
        with self._lock:
            self._streams.add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def remove(self, stream: "RtpStream") -> None:
        with self._lock:
            self._streams.discard(stream)

    def _run(self) -> None:
        due = monotonic()
        while True:
            with self._lock:
                streams = list(self._streams)
                if not streams:  # no thread is left where others test windows: Qt's objects must die in Qt's own
                    self._thread = None
                    return
            for stream in streams:
                stream.tick()
            due = max(due + FRAME_TIME, monotonic() - FRAME_TIME)
            time.sleep(max(0.0, due - monotonic()))


_CLOCK = _Clock()


class RtpStream:
    """The sound of one call. `has_audio` False sends digits only, which keeps big traffic cheap."""

    def __init__(self, address: str, frequency: int, has_audio: bool) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # most of what comes in is thrown away
        self._socket.bind((address, 0))
        self.port: int = self._socket.getsockname()[1]
        self.target: tuple[str, int] | None = None
        self.has_audio = has_audio
        self._tone = _CLOCK.tone[frequency]
        self._sequence, self._stamp = random.randrange(1 << 15), random.randrange(1 << 30)
        self._source = random.randrange(1 << 31)
        self._ticks = 0
        self.heard: bytearray | None = None  # mu-law that came in, for as long as somebody gives a place for it
        self._frames: list[tuple[int, bytes] | None] = []  # digit packets waiting, None is a pause

    def start(self) -> None:
        """Begin to send."""
        _CLOCK.add(self)

    def close(self) -> None:
        """Stop and free the port."""
        _CLOCK.remove(self)
        self._socket.close()

    def send_digits(self, digits: str) -> None:
        """Queue digits: each 120 ms of event packets (the end sent three times), then 200 ms of silence."""
        for digit in digits:
            for k in range(9):
                flags = 0x80 if k >= 6 else 0
                event = struct.pack("!BBH", DIGITS.index(digit), flags | 10, SAMPLES * (min(k, 6) + 1))
                self._frames.append((k, event))
            self._frames.extend([None] * 10)

    def tick(self) -> None:
        """Send this frame; called by the clock's thread."""
        try:
            self._drain()
            if self.target:
                self._send(self.target)
        except OSError:
            pass  # closed meanwhile by the event loop's thread, or nobody listens any more

    def _drain(self) -> None:
        try:
            while packet := self._socket.recv(2048):
                if self.heard is not None and packet[1] & ~MARKER == ULAW:
                    self.heard += packet[HEAD:]
        except (BlockingIOError, ConnectionError):
            pass

    def _send(self, target: tuple[str, int]) -> None:
        self._ticks += 1
        self._stamp = (self._stamp + SAMPLES) & 0xFFFFFFFF
        if self._frames:
            frame = self._frames.pop(0)
            if frame is None:
                return
            k, event = frame
            if k == 0:
                self._event_stamp = self._stamp
            self._packet(target, TELEPHONE_EVENT | (MARKER if k == 0 else 0), self._event_stamp, event)
        elif self.has_audio:
            self._packet(target, ULAW, self._stamp, self._tone[self._ticks % 5])

    def _packet(self, target: tuple[str, int], kind: int, stamp: int, payload: bytes) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        head = struct.pack("!BBHII", 0x80, kind, self._sequence, stamp, self._source)
        self._socket.sendto(head + payload, target)
