"""What is tried with damaged files: lists, price lists, settings, queue_log, recordings. Each says what must hold."""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import msgspec
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from collector_daemon import settings
from collector_daemon.billing.price_lists import table_of_file
from collector_daemon.dialer.lists import lines
from collector_daemon.dialer.lists.sheet_fault import SheetFault
from collector_daemon.dialer.lists.sheet_reading import ReadTask, SheetReading
from collector_daemon.recordings.formats import SOUNDS
from collector_daemon.recordings.places import Place, find
from collector_daemon.recordings.sealing import DayKeys, Unreadable, seal
from collector_daemon.recordings.sounds import open_sound
from collector_daemon.settings.recordings import RecordingsSettings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import BillingMistake
from collector_daemon.store.queue_log.log import read
from shared.billing.faults import Fault
from shared.billing.price_list import taken
from shared.billing.tariff import TariffVersion
from shared.credentials import Secret
from shared.domain.commands.dialer import ListFile
from shared.errors import BadSettings
from tests.integration.recordings.rooms import make_wav
from tests.unit.shared.billing.made import version

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUFFIXES = sorted(SOUNDS)
LIST = """\
Jméno;Telefon;Mobil;Město;Priorita;Souhlas
Eva Černá;+420 777 123 001;;Brno;5;ano
Jan;602123456;x;;;1. 2. 2025
"""
PRICES = "Předvolba;Cíl;Pásmo;Cena;Přírůstky;Spojení\n+420 6;Mobile CZ;Peak;1,25;60/1;\n420;Fixed CZ;;0.65;60+60;0,5\n"
LOG = """\
1795386414|1795386414.105|sales|NONE|ENTERQUEUE||420777001001|1
1795386416|1795386414.105|sales|Petr Čech|RINGNOANSWER|1500
1795386417|1795386414.105|sales|Eva Černá|CONNECT|3|1795386416.106|1
1795386423|1795386414.105|sales|Eva Černá|COMPLETEAGENT|3|6|1
"""
EXPORTED = "time,callid,queuename,agent,event,data1,data2\n2026-01-05 12:34:56.5,1.1,sales,Eva,ENTERQUEUE,,420777\n"


@cache
def folder() -> Path:
    """Of this run."""
    made = tempfile.TemporaryDirectory(prefix="fuzz-")
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def workbook(*rows: tuple[str | float, ...]) -> bytes:
    """An XLSX."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return made.getvalue()


def one_line(refusal: Exception) -> None:
    """What people are told of it."""
    assert "\n" not in str(refusal), str(refusal)
    assert str(refusal)


def lists() -> list[bytes]:
    """Contacts as people have them."""
    book = workbook(("Jméno", "Telefon", "Souhlas"), ("Eva", "777123001", 45000), ("Jan", 602123456, ""))
    return [LIST.encode(), LIST.encode("cp1250"), LIST.replace(";", ",").encode("utf-16"), book]


def a_list(data: bytes) -> None:
    """A list is read, line after line, or refused in one line."""
    path = folder() / "list"
    path.write_bytes(data)
    act = Act(happened_at=NOW, account="eva", act="contacts imported", subject="c", detail="", origin="")
    task = ReadTask(url="", path=str(path), size=len(data), hash="", by="eva", at=NOW, country="CZ", act=act)
    reading = SheetReading(task, ListFile(upload="u", name="list"), lines, lambda _told: None)
    try:
        with reading.rows() as rows:
            for contact in reading.good(rows, lambda nth, cells: lines.line_of(nth, cells, "CZ", NOW)):
                assert contact.numbers
        msgspec.json.encode(reading.told)
    except SheetFault as fault:
        one_line(fault)


def price_lists() -> list[bytes]:
    """Rates as people have them."""
    rows = [tuple(line.split(";")) for line in PRICES.splitlines()]
    return [PRICES.encode("utf-8-sig"), PRICES.encode("cp1250"), workbook(*rows)]


def a_price_list(data: bytes) -> None:
    """A price list is taken whole, or every fault of it is told."""
    try:
        found = taken(version(), table_of_file(data), 4, date(2027, 1, 1))
    except BillingMistake as mistake:
        one_line(mistake)
        return
    assert isinstance(found, TariffVersion) or (found and all(isinstance(one, Fault) for one in found))


def setting_files() -> list[bytes]:
    """The sample with everything, and small ones."""
    return [
        settings.sample().encode(), b'[[pbx]]\nname = "main"\nuser = "x"\nport = 5038\nping_seconds = 10.5\n',
        b'data_folder = "~/x"\n[centre]\ntimezone = "Europe/Prague"\nservice_goal = 80.5\n[[queue]]\nname = "a"\n',
        b'[[alert]]\nname = "w"\n[[disposition]]\ncode = "sold"\n[feed]\nhost = "127.0.0.1"\nport = 5099\n',
    ]  # fmt: skip


def a_settings_file(data: bytes) -> None:
    """Settings are read, or the mistake is one line."""
    path = folder() / "settings.toml"
    path.write_bytes(data)
    try:
        settings.load(path)
    except BadSettings as mistake:
        one_line(mistake)


def queue_logs() -> list[bytes]:
    """The file, and an export of the table."""
    return [LOG.encode(), LOG.encode("cp1250"), EXPORTED.encode()]


def a_queue_log(data: bytes) -> None:
    """Every line is read or counted as damaged."""
    log = read(io.StringIO(data.decode("utf-8", "surrogateescape")))
    assert 0 <= log.damaged <= log.lines + log.damaged
    keys = [(visit.uniqueid, visit.queue, visit.nth) for visit in log.visits]
    assert len(set(keys)) == len(keys)


def sounds() -> list[bytes]:
    """The first byte says by what name: beginnings of every kind of file."""
    wav = make_wav(folder() / "sample.wav", 0.05)
    beginnings = {
        ".wav": wav, ".wav49": wav,
        ".mp3": b"ID3\3\0\0\0\0\0\4abcd\xff\xfb\x90\0" + b"\0" * 32 + b"Xing\0\0\0\1\0\0\1\0",
        ".flac": b"fLaC\0\0\0\x22" + bytes(range(40)),
        ".ogg": b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\2\x38\1" + bytes(20) + b"OggS\0\4\x80\xbb" + bytes(18),
        ".gsm": b"\xd2" + bytes(65), ".g722": bytes(80), ".ulaw": bytes(range(200)), ".sln16": bytes(640),
    }  # fmt: skip
    return [bytes([SUFFIXES.index(suffix)]) + beginning for suffix, beginning in beginnings.items()]


def a_sound(data: bytes) -> None:
    """What is promised of a recording's length is delivered, and what is told of it can be written down."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".wav"
    (folder() / f"sound{suffix}").write_bytes(data[1:])
    try:
        sound = open_sound(_place(f"sound{suffix}"))
    except Unreadable:  # it looks encrypted
        return
    with sound:
        whole = sound.read(0, sound.size + 10)
        assert len(whole) == sound.size
        for start in (0, 1, 43, sound.size // 2, max(0, sound.size - 1)):
            assert sound.read(start, 7) == whole[start : start + 7]
        seconds = sound.description.seconds
        assert seconds is None or (math.isfinite(seconds) and seconds >= 0), seconds


@cache
def keys() -> DayKeys:
    """Of sealed recordings."""
    return DayKeys(folder() / "keys", Secret("a main key for nothing else"))


@cache
def sealed() -> list[bytes]:
    """Encrypted recordings, small ones."""
    found = []
    for size in (0, 5, 700):
        (folder() / "sealed.mp3").write_bytes(_plain(size))
        seal(_place("sealed.mp3"), keys(), NOW)
        found.append((folder() / "sealed.mp3").read_bytes())
    return found


def a_sealed_sound(data: bytes) -> None:
    """An encrypted recording is read as it was, or not at all."""
    sealed()
    (folder() / "changed.mp3").write_bytes(data)
    try:
        with open_sound(_place("changed.mp3"), keys()) as sound:
            if sound.is_sealed:
                assert sound.read(0, sound.size) in map(_plain, (0, 5, 700)), "what was changed is played"
    except OSError:
        pass


def _plain(size: int) -> bytes:
    return bytes(at * 7 % 251 for at in range(size))


def _place(name: str) -> Place:
    found = find([RecordingsSettings(folder=folder())], "main", name)
    assert found is not None
    return found


FILES: dict[str, tuple[Callable[[], list[bytes]], Callable[[bytes], None]]] = {
    "lists": (lists, a_list), "price-lists": (price_lists, a_price_list), "settings": (setting_files, a_settings_file),
    "queue-log": (queue_logs, a_queue_log), "sounds": (sounds, a_sound), "sealed": (sealed, a_sealed_sound),
}  # fmt: skip
"""Samples, and what is tried with each."""
