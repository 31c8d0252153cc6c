"""``protocol.schema.json``, generated from the structs: ``python -m shared.protocol.schema`` writes it anew.

The document describes one line, whoever sends it; ``$defs`` has ``FromClient`` and ``FromServer`` for those
who know the direction. A test holds the stored file against ``document()``.
"""

from __future__ import annotations

import inspect
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from shared.domain import board, commands
from shared.domain.commands import agents, asking, calls, desk
from shared.protocol import messages, past

FILE = Path(__file__).with_name("protocol.schema.json")
_INSTANT = {
    "type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
}
_MODULES = (messages, past, board, agents, calls, desk, asking)
_ASKED = ("Past",)
"""What a client may write with any offset and any fraction of a second."""


def document() -> dict[str, Any]:
    """The whole schema, JSON Schema 2020-12."""
    parameters = list(dict.fromkeys(kind.parameters for kind in commands.COMMANDS.values()))
    shapes, parts = msgspec.json.schema_components(
        [messages.FromClient, messages.FromServer, *parameters],
        ref_template="#/$defs/{name}",
        schema_hook=lambda _: {},
    )
    parts["FromClient"], parts["FromServer"] = shapes[0], shapes[1]
    parts["Command"]["allOf"] = [_params_of(name) for name in commands.COMMANDS]
    for name, part in parts.items():
        _sharpen(name, part)
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
    shape = commands.COMMANDS[command].parameters.__name__
    return {
        "if": {"properties": {"command": {"const": command}}, "required": ["command"]},
        "then": {"properties": {"params": {"$ref": f"#/$defs/{shape}"}}},
    }


def _sharpen(name: str, part: dict[str, Any]) -> None:
    """Instants look in one way only; the library says no more than that they are texts.

    Descriptions are docstrings, which Python keeps as indented as they are written until 3.12 and not after.
    """
    if "description" in part:
        part["description"] = inspect.cleandoc(part["description"])
    shape = next((found for module in _MODULES if (found := getattr(module, name, None))), None)
    if not isinstance(shape, type) or not issubclass(shape, msgspec.Struct):
        return
    if name in _ASKED:
        return
    for field in msgspec.structs.fields(shape):
        if field.type is datetime:
            part["properties"][field.encode_name] = dict(_INSTANT)
        elif field.type == datetime | None:
            part["properties"][field.encode_name] |= {"anyOf": [dict(_INSTANT), {"type": "null"}]}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
