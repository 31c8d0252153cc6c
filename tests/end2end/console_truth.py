"""What really happened while a supervisor sat at the console (phones, queue_log), beside what the console showed.

Pure readers; times are Unix seconds. `steps_meant` are the steps of the call that the shift served first.
"""

import io
import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .panel_sights import clock_seconds
from .panel_story import COLLEAGUE, OPERATOR
from .panel_truth import PhoneCall, phone_calls

Entry = dict[str, Any]
QUEUE_VERBS = {"queue": "ENTERQUEUE", "talk:0:0": "CONNECT", "transfer": "ATTENDEDTRANSFER"}
"""What app_queue writes when a step begins."""


def customer_call(timeline: Path, number: str) -> PhoneCall:
    """The call of the customer of this number."""
    found: PhoneCall | None = None
    call_id = ""
    for line in timeline.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["what"] == "invite" and entry.get("num") == number:
            found, call_id = PhoneCall(entry["peer"]), entry["callid"]
        if found is not None and entry["callid"] == call_id:
            found.at.setdefault(entry["what"], entry["t"])
    assert found is not None, number
    return found


def steps_meant(timeline: Path, number: str) -> dict[str, tuple[float, float | None]]:
    """When each step began and, where a phone knows it, ended: by the beginning of its key."""
    customer = customer_call(timeline, number)
    first, asked = phone_calls(timeline, str(OPERATOR))[0], phone_calls(timeline, str(COLLEAGUE))[0]
    return {
        "queue:0": (customer["invite"], first["answer200"]), "ring:0:0": (first["invited"], first["answer200"]),
        "talk:0:0": (first["answer200"], first["hold"]), "hold:0:0": (first["hold"], first["unhold"]),
        "talk:0:1": (first["unhold"], None), "consult:": (asked["answer200"], first["ended"]),
        "transfer:0": (first["ended"], None), "talk:3:0": (first["ended"], customer["ended"]),
        "wrapup:": (first["ended"], None), "ended": (customer["ended"], customer["ended"]),
    }  # fmt: skip


def queue_log_of(queue_log: Path, call: str) -> dict[str, float]:
    """What app_queue wrote of a call: by the verb, whole seconds."""
    lines = [line.split("|") for line in queue_log.read_text(encoding="utf-8").splitlines()]
    return {line[4]: float(line[0]) for line in lines if line[1] == call}


def shown_waiting(witnessed: list[Entry], number: str) -> list[tuple[float, float]]:
    """When the row of a waiting caller was painted, and how long it then said that he waits."""
    found = []
    for one in witnessed:
        for row in one["says"] if one["part"] == "Waiting calls" else ():
            _place, caller, *_rest, time = row.split("\t")
            if "".join(sign for sign in caller if sign.isdigit()) == number:
                found.append((one["t"], clock_seconds(time)))
    return found


def samples_of(file: bytes) -> NDArray[np.int16]:
    """The samples of a WAV file of one channel."""
    with wave.open(io.BytesIO(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
