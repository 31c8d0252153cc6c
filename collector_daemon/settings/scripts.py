"""What operators say and fill in: the table ``[[script]]`` with its ``[[script.field]]``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta

from collector_daemon.settings.things import Name, Title, check_once
from shared.domain.desk import FieldKind, FormField, Script
from shared.errors import BadSettings
from shared.settings import Section

LONGEST_TEXT = 20_000
"""Letters of a script: every panel gets all of them when it connects."""


class FormFieldSettings(Section, frozen=True, kw_only=True):
    """A field of the form that goes with a script, stored with the call."""

    name: Annotated[Name, Meta(description="What it is stored as: never change what it means.", examples=["contract"])]
    title: Annotated[Title, Meta(description="What people call it; empty: the name.", examples=["Contract"])] = ""
    kind: Annotated[FieldKind, Meta(description="What is filled in.")] = "text"
    choices: Annotated[list[Name], Meta(description="For the kind choice: what there is to choose from.")] = []
    is_required: Annotated[bool, Meta(description="Must be filled in before the call is saved.")] = False

    def __post_init__(self) -> None:
        if self.kind == "choice" and not self.choices:
            raise ValueError(f"field {self.name}: a choice needs choices")
        if self.kind != "choice" and self.choices:
            raise ValueError(f"field {self.name}: choices belong to the kind choice, not to {self.kind}")
        check_once(self.choices, f"choices of {self.name}")


class ScriptSettings(Section, frozen=True, kw_only=True):
    """What to say to a caller, and the form that goes with it."""

    name: Annotated[Name, Meta(description="Its name, stored with the form.", examples=["hotline"])]
    title: Annotated[Title, Meta(description="What people call it; empty: the name.", examples=["Hotline"])] = ""
    queues: Annotated[list[Name], Meta(description="The queues for whose calls it is; none: all.")] = []
    text: Annotated[
        str,
        Meta(description="What to say, in Markdown, with placeholders as links to the CRM have: {name}, {agent_name} …",
             max_length=LONGEST_TEXT),
    ] = ""
    text_file: Annotated[
        Path | None,
        Meta(description="Or a file (UTF-8) with it, read when the daemon starts.",
             examples=["/etc/callcentre/hotline.md"]),
    ] = None
    field: Annotated[list[FormFieldSettings], Meta(description="A field of its form; one such table for each.")] = []

    def __post_init__(self) -> None:
        if self.text and self.text_file is not None:
            raise ValueError(f"script {self.name}: set text or text_file (one is enough)")
        check_once((one.name for one in self.field), "script.field")


def script_of(settings: ScriptSettings) -> Script:
    """The script as the panels get it. Raises BadSettings where its file cannot be read."""
    text = settings.text if settings.text_file is None else _read(settings.name, settings.text_file)
    fields = tuple(
        FormField(name=one.name, title=one.title, kind=one.kind, choices=tuple(one.choices),
                  is_required=one.is_required)
        for one in settings.field
    )  # fmt: skip
    return Script(name=settings.name, title=settings.title, text=text, queues=tuple(settings.queues), fields=fields)


def _read(name: str, file: Path) -> str:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise BadSettings(f"script {name}: cannot read {file}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"script {name}: {file} is not UTF-8 text") from None
    if len(text) > LONGEST_TEXT:
        raise BadSettings(f"script {name}: {file} has more than {LONGEST_TEXT} letters")
    return text
