"""A story folder: what AMI said, what Asterisk logged, what the phones did, what it should come out as."""

import gzip
import json
import wave
from pathlib import Path
from time import sleep

from shared.clock import monotonic

from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .pbx.recorder import write_capture
from .scenarios import Scenario

LOGS = {"queue_log": "queue_log", "cdr-custom/Master.csv": "cdr.csv", "cel-custom/Master.csv": "cel.csv"}
SUBNET = {
    "22": "127.0.22",
    "16": "127.0.16",
}  # stories show always the same addresses, whatever lab made them


def write(folder: Path, scenario: Scenario, lab: Lab, records: list[Record]) -> None:
    """Write everything but the logs, which are complete only when Asterisk has stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    write_capture(folder / "capture.jsonl.gz", usual(lab.recorder.text(), lab.asterisk))
    (folder / "timeline.jsonl").write_text(usual(lab.timeline.text(), lab.asterisk))
    expected = {
        "release": lab.asterisk.release,
        "records": records,
        "inbound": sum(x["what"] == "invite" and x["ua"] == "trunk" for x in lab.timeline.entries),
    }
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
    text = f"{scenario.name} (Asterisk {lab.asterisk.release}): {scenario.sentences}\n"
    (folder / "README").write_text(text)


def write_logs(folder: Path, asterisk: Asterisk, offsets: dict[str, int]) -> None:
    """Copy what Asterisk wrote since the offsets (bytes) were taken."""
    for source, name in LOGS.items():
        file = asterisk.run / "log" / source
        raw = file.read_bytes()[offsets.get(source, 0) :] if file.exists() else b""
        text = usual(raw.decode("utf-8", "surrogateescape"), asterisk)
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))


def write_sounds(folder: Path, asterisk: Asterisk) -> None:
    """How long each recorded file is, in milliseconds, under the name that AMI gives it."""
    spool = asterisk.run / "spool"
    found = {one: _length_ms(one) for one in sorted((spool / "monitor").rglob("*.wav"))}
    lengths = {f"/var/spool/asterisk/{one.relative_to(spool).as_posix()}": length
               for one, length in found.items() if length is not None}  # fmt: skip
    (folder / "recordings.json").write_text(json.dumps(lengths, indent=1) + "\n")


def _length_ms(file: Path) -> int | None:
    """None where the PBX was killed while it wrote: the file's head says then that there is nothing in it."""
    try:
        with wave.open(str(file)) as sound:
            return round(sound.getnframes() / sound.getframerate() * 1000)
    except (wave.Error, EOFError):
        return None


def offsets(asterisk: Asterisk) -> dict[str, int]:
    """How long Asterisk's logs are now, in bytes; QUEUESTART, which is written late, is not the story's."""
    log, deadline = asterisk.run / "log/queue_log", monotonic() + 5
    while (not log.exists() or "QUEUESTART" not in log.read_text()) and monotonic() < deadline:
        sleep(0.05)
    files = {source: asterisk.run / "log" / source for source in LOGS}
    return {source: file.stat().st_size if file.exists() else 0 for source, file in files.items()}


def usual(text: str, asterisk: Asterisk) -> str:
    """This run's folders and addresses put back to what any installed Asterisk would show."""
    run = str(asterisk.run)
    for own, shown in (
        (f"{run}/etc", "/etc/asterisk"),
        (f"{run}/spool", "/var/spool/asterisk"),
        (f"{run}/log", "/var/log/asterisk"),
        (f"{run}/lib", "/var/lib/asterisk"),
        (f"{run}/rundir", "/var/run/asterisk"),
        (f"{run}/moh", "/var/lib/asterisk/moh"),
        (str(asterisk.root), ""),
        (f"{asterisk.subnet.prefix}.", f"{SUBNET[asterisk.release]}."),
    ):
        text = text.replace(own, shown)
    return text


def read_capture(file: Path) -> list[dict[str, object]]:
    """The lines of a capture."""
    with gzip.open(file, "rt", encoding="utf-8", errors="surrogateescape") as lines:
        return [json.loads(line) for line in lines]
