"""Every recorded story gives the facts that its witnesses (phones, queue_log, CEL, the script) agree on."""

import json
from pathlib import Path
from typing import Any

import pytest

from collector_daemon import settings
from collector_daemon.commands.replay import calls_of
from shared.domain.call_record import record
from tests.end2end.expected import differences
from tests.end2end.truth import compare

STORIES = Path(__file__).parent
FOLDERS = sorted(file.parent for file in STORIES.glob("*/*/capture.jsonl.gz"))
PBX = settings.parse('[[pbx]]\nname = "main"\nuser = "replay"').pbx[0]


def told(folder: Path) -> list[dict[str, Any]]:
    """The call records of a story, as ``replay --print calls`` prints them."""
    calls = calls_of(folder / "capture.jsonl.gz", settings.defaults(), PBX)
    return [json.loads(json.dumps(record(call))) for call in calls]


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"{folder.parent.name}/{folder.name}" for folder in FOLDERS])
def test_story(folder: Path) -> None:
    records = told(folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8")).get("records", [])
    assert differences(expected, records) == []
    assert compare(folder, records).differences == []
