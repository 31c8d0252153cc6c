"""``protocol.schema.json``, generated from the structs: ``python -m shared.protocol.schema`` writes it anew.

The document describes one line, whoever sends it; ``$defs`` has ``FromClient`` and ``FromServer`` for those
who know the direction. A test holds the stored file against ``document()``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from shared.domain.commands import COMMANDS
from shared.protocol import messages

FILE = Path(__file__).with_name("protocol.schema.json")
_INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"


def document() -> dict[str, Any]:
    """The whole schema, JSON Schema 2020-12."""
    parameters = list(dict.fromkeys(kind.parameters for kind in COMMANDS.values()))
    shapes, parts = msgspec.json.schema_components(
        [messages.FromClient, messages.FromServer, *parameters],
        ref_template="#/$defs/{name}",
        schema_hook=lambda _: {},
    )
    parts["FromClient"], parts["FromServer"] = shapes[0], shapes[1]
    parts["Command"]["allOf"] = [_params_of(name) for name in COMMANDS]
    for part in parts.values():
        _sharpen(part)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:callcentre-suite:feed:{messages.PROTOCOL}",
        "title": "One line of the call-centre feed; see PROTOCOL.md",
        "anyOf": [{"$ref": "#/$defs/FromClient"}, {"$ref": "#/$defs/FromServer"}],
        "$defs": dict(sorted(parts.items())),
    }


def text() -> str:
    """The schema as the file holds it."""
    compact = msgspec.json.encode(document(), order="deterministic")
    return msgspec.json.format(compact, indent=1).decode() + "\n"


def _params_of(command: str) -> dict[str, Any]:
    shape = COMMANDS[command].parameters.__name__
    return {
        "if": {"properties": {"command": {"const": command}}, "required": ["command"]},
        "then": {"properties": {"params": {"$ref": f"#/$defs/{shape}"}}},
    }


def _sharpen(part: Any) -> None:
    """Instants look in one way only."""
    if isinstance(part, dict):
        if part.get("format") == "date-time":
            part["pattern"] = _INSTANT
        for found in part.values():
            _sharpen(found)
    elif isinstance(part, list):
        for found in part:
            _sharpen(found)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
