"""Fields of an entry as the form shows them, to be read or to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supervisor_console.administration.presenter.moment import Around, SettingsMoment
from supervisor_console.administration.presenter.sections.fields import Field, FieldKind, Section, shown
from supervisor_console.administration.presenter.sections.preview import preview
from supervisor_console.administration.presenter.sections.values import (
    Entry,
    cleaned,
    entries_of,
    text_of,
    value_of,
)
from supervisor_console.administration.presenter.sections.wording import comma, is_empty, said, unit
from supervisor_console.administration.screen.settings import EditorKind, FieldShown, GroupShown
from supervisor_console.views.pieces import Option

EDITORS: dict[FieldKind, EditorKind] = {
    "template": "lines", "names": "lines", "headers": "lines", "condition": "lines",
    "yes_no": "tick", "choice": "one", "queue": "one", "known": "one", "choices": "many", "queues": "many",
    "table": "groups",
}  # fmt: skip
"""All others are a line."""
PREVIEWED = ("template", "body")
"""Keys of templates that are shown filled with an example."""


class Former:
    """Makes the fields of one entry. ``mistakes`` by path."""

    def __init__(
        self, section: Section, moment: SettingsMoment, around: Around, mistakes: Mapping[str, str], *, is_edited: bool
    ) -> None:
        self._section, self._moment, self._around = section, moment, around
        self._mistakes, self._is_edited = mistakes, is_edited

    def fields(self, entry: Entry) -> tuple[FieldShown, ...]:
        """All that the entry has."""
        return tuple(self._fields(self._section.fields, entry, ""))

    def _fields(self, fields: tuple[Field, ...], entry: Entry, before: str) -> Iterable[FieldShown]:
        read = cleaned(fields, entry)
        for field in shown(fields, entry):
            value = value_of(field, entry)
            if self._is_edited or field.kind == "table" or not is_empty(field, value) or not field.is_fixed:
                yield self._field(field, value, value_of(field, read), before + field.key)

    def _field(self, field: Field, value: Any, read: Any, path: str) -> FieldShown:
        text, around = self._around.language.text, self._around
        options = self._options(field, value) if self._is_edited else ()
        is_template = field.key in PREVIEWED and isinstance(value, str)
        filled = preview(value, is_address=field.key == "template") if is_template else ""
        hint = text("Only in the server's file.") if field.is_fixed else text(field.hint) + self._undescribed(path)
        return FieldShown(
            path=path, label=text(field.label), kind=EDITORS.get(field.kind, "line"),
            text=self._chosen(field, value, options), said=said(field, read, around), hint=hint,
            unit=unit(field, around), options=options, is_on=field.kind == "yes_no" and bool(value),
            mistake=self._mistakes.get(path, ""), preview=text("Example: {text}", text=filled) if filled else "",
            lines=2 if field.kind == "condition" else field.lines, is_fixed=field.is_fixed,
            groups=self._groups(field, value, path), add=text(field.add),
        )  # fmt: skip

    def _undescribed(self, path: str) -> str:
        """Queues that could be described too."""
        if self._section.name != "queue" or path != "name" or not self._is_edited:
            return ""
        draft = self._moment.drafts.get("queue")
        known = {one.value.get("name") for one in draft.entries} if draft is not None else set()
        missing = [one for one in self._moment.queues if one not in known]
        said = self._around.language.text("Not described yet: {queues}", queues=", ".join(missing))
        return f" {said}" if missing else ""

    def _groups(self, field: Field, value: Any, path: str) -> tuple[GroupShown, ...]:
        if field.kind != "table":
            return ()
        found = []
        for place, inner in enumerate(value):
            at = f"{path}[{place}]"
            title = str(inner.get("title") or inner.get("name") or "") or f"{place + 1}."
            found.append(GroupShown(path=at, title=title, fields=tuple(self._fields(field.fields, inner, f"{at}."))))
        return tuple(found)

    def _chosen(self, field: Field, value: Any, options: tuple[Option, ...]) -> str:
        """What stands in the editor: of a choice the words of what is chosen."""
        if field.kind == "queues" and not value:
            return self._around.language.text("all|queues")
        if options:
            return ", ".join(one.text for one in options if one.is_chosen) or "—"
        return text_of(field, value, comma(self._around))

    def _options(self, field: Field, value: Any) -> tuple[Option, ...]:
        text = self._around.language.text
        match field.kind:
            case "choice" | "choices":
                marked = value if isinstance(value, list | tuple) else (value,)
                return tuple(Option(name, text(word), name in marked) for name, word in field.options)
            case "queue":
                empty = () if field.is_required else (Option("", text(field.none), not value),)
                return (*empty, *self._queues((value,) if value else ()))
            case "queues":
                return self._queues(tuple(value))
            case "known":
                return tuple(Option(one, one, one == value) for one in self._known(field.key, value))
        return ()

    def _queues(self, marked: tuple[str, ...]) -> tuple[Option, ...]:
        """The centre's in its order, then what only the database knows, or the entry."""
        centre = self._around.centre
        described = [one.queue for one in centre.queues]
        names = dict.fromkeys([*described, *self._moment.queues, *marked])
        return tuple(
            Option(name, centre.queue_title(name) or name, name in marked, name if name in described else "")
            for name in names
        )

    def _known(self, key: str, value: Any) -> tuple[str, ...]:
        told = self._moment.told.get(self._section.name)
        items = (told.history if told else ())
        values = [*entries_of(told), *(entry for item in items if item.value for entry in item.value)]
        found = [str(one[key]) for one in values if one.get(key)]
        return tuple(dict.fromkeys([*found, *([str(value)] if value else [])]))
