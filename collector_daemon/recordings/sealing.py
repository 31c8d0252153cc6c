"""Recordings encrypted on the disk, readable at any place: AES-256-GCM in frames, a key for each day.

A sealed file keeps its name. It begins with ``HEADER`` bytes: a mark, the id of its key (the day, and which main key
wraps that) and a salt; then frames of ``FRAME`` bytes, each with its tag of 16. The file's own key comes from the day's
and the salt, so counting frames is nonce enough; place and "last" are authenticated, so nothing can be changed, swapped
or cut off. Days' keys are random, wrapped by the main key (the secret ``recordings_key``), in a file each: who deletes
one makes that day's recordings unreadable for good, also in every backup of them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from collector_daemon.recordings.places import Place
from collector_daemon.settings.recordings import RecordingsEncryptionSettings
from shared.credentials import Secret, find_secret
from shared.errors import BadSecret

MARK = b"CCSEAL01"
HEADER = 48
FRAME = 65_536
TAG = 16
SHORTEST_SECRET = 16  # letters


class Unreadable(OSError):
    """A sealed file that cannot be opened: no key, another main key, or it was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EACCES, why)


class DayKeys:
    """The days' keys in ``folder``, wrapped by the main key. Blocks. Raises BadSecret for one that is too short."""

    def __init__(self, folder: Path, main: Secret) -> None:
        if len(main.reveal()) < SHORTEST_SECRET:
            raise BadSecret(f"recordings_key is too short: it has at least {SHORTEST_SECRET} letters")
        self._folder = folder
        self._main = hashlib.sha256(b"recordings " + main.reveal().encode()).digest()
        self.main_id = hashlib.sha256(self._main).digest()[:6]

    def of(self, day: str, *, may_make: bool = False) -> bytes:
        """The key of a day (2026-11-23). Raises Unreadable, OSError."""
        try:
            file = self._folder / f"{date.fromisoformat(day).isoformat()}.key"
        except ValueError:
            raise Unreadable("it was changed after it was encrypted") from None
        if may_make and not file.exists():
            self._make(file, day)
        try:
            wrapped = file.read_bytes()
            return AESGCM(self._main).decrypt(wrapped[:12], wrapped[12:], day.encode())
        except FileNotFoundError:
            raise Unreadable(f"the key of {day} is not there any more") from None
        except InvalidTag:
            raise Unreadable(f"the key of {day} belongs to another recordings_key") from None

    def _make(self, file: Path, day: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        nonce = secrets.token_bytes(12)
        wrapped = nonce + AESGCM(self._main).encrypt(nonce, secrets.token_bytes(32), day.encode())
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as made:
                made.write(wrapped)
                made.flush()
                os.fsync(made.fileno())  # a recording whose key is lost is lost


class SealedBody:
    """A sealed file, as it was recorded. ``Body`` of ``sounds``."""

    def __init__(self, file: BinaryIO, keys: DayKeys | None) -> None:
        self._file = file
        found = os.fstat(file.fileno())
        self.changed_ns = found.st_mtime_ns
        self._header = file.read(HEADER)
        frames, rest = divmod(found.st_size - HEADER, FRAME + TAG)
        if keys is None:
            raise Unreadable("it is encrypted, and there is no recordings_key")
        if self._header[18:24] != keys.main_id:
            raise Unreadable("it is encrypted by another recordings_key")
        self._frames = frames + bool(rest)
        self.size = frames * FRAME + max(0, rest - TAG)
        self._cipher = AESGCM(_file_key(keys.of(self._header[8:18].decode("ascii", "replace")), self._header))
        self._last: tuple[int, bytes] = (-1, b"")
        if self._frames:
            self._frame(self._frames - 1)  # were it cut off, this would not be the last

    def read(self, start: int, count: int) -> bytes:
        """Bytes from ``start`` on, fewer at the end. Raises Unreadable where the file was changed."""
        end = min(start + count, self.size)
        pieces = []
        while start < end:
            place, within = divmod(start, FRAME)
            piece = self._frame(place)[within : within + end - start]
            if not piece:
                break
            pieces.append(piece)
            start += len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """It is not needed any more."""
        self._file.close()

    def _frame(self, place: int) -> bytes:
        if self._last[0] != place:
            self._file.seek(HEADER + place * (FRAME + TAG))
            sealed = self._file.read(FRAME + TAG)
            try:
                plain = self._cipher.decrypt(_nonce(place), sealed, _said(self._header, place == self._frames - 1))
            except (InvalidTag, ValueError):
                raise Unreadable("it was changed after it was encrypted") from None
            self._last = (place, plain)
        return self._last[1]


def is_sealed(file: BinaryIO) -> bool:
    """Does the file begin as a sealed one? It is at its beginning again then."""
    mark = file.read(len(MARK))
    file.seek(0)
    return mark == MARK


def seal(place: Place, keys: DayKeys, recorded_at: datetime) -> None:
    """Put an encrypted file in the place of a plain one, with its time. Raises OSError. Blocks."""
    day = recorded_at.date().isoformat()
    header = MARK + day.encode() + keys.main_id + secrets.token_bytes(HEADER - 24)
    cipher = AESGCM(_file_key(keys.of(day, may_make=True), header))
    path = place.path
    part = path.with_name(f".{path.name}.part")
    try:
        with place.open() as source, part.open("xb") as sealed:
            when, mode = os.fstat(source.fileno()), os.fstat(source.fileno()).st_mode
            sealed.write(header)
            _seal_frames(source, sealed, cipher, header, when.st_size)
            sealed.flush()
            os.fsync(sealed.fileno())
            if os.fstat(source.fileno()).st_size != when.st_size:
                raise OSError(errno.EBUSY, "it is still written")
        part.chmod(mode & 0o777)
        os.utime(part, ns=(when.st_atime_ns, when.st_mtime_ns))
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _seal_frames(source: BinaryIO, sealed: BinaryIO, cipher: AESGCM, header: bytes, size: int) -> None:
    frames = -(-size // FRAME)
    for place in range(frames):
        plain = source.read(min(FRAME, size - place * FRAME))
        sealed.write(cipher.encrypt(_nonce(place), plain, _said(header, place == frames - 1)))


def _nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")


def _said(header: bytes, is_last: bool) -> bytes:
    return header + (b"\1" if is_last else b"\0")


def _file_key(day_key: bytes, header: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=header[24:HEADER], info=header[:24]).derive(day_key)


def recording_keys(encryption: RecordingsEncryptionSettings, folder: Path) -> DayKeys | None:
    """The keys of encrypted recordings, usually in ``folder``; None: there are none.

    Raises BadSecret where they must be encrypted.
    """
    try:
        main = find_secret("recordings_key", encryption.secret_file)
    except BadSecret:
        if encryption.is_on or encryption.secret_file is not None:
            raise
        return None
    return DayKeys(encryption.keys_folder or folder / "recording_keys", main)
