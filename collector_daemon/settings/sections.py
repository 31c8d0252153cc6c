"""One section of the settings, changed from outside the file: checked as the file is, by the same classes.

What would let somebody who changes it run programs, read files on this machine or have its secrets sent elsewhere
stays in the file, see ``FILE_ONLY``: an entry has what the file says of the entry of that name, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import msgspec

from collector_daemon.settings import Settings, check_alert_secrets
from shared import settings as loader
from shared.domain.centre_settings import KEY_OF, SECTIONS, SectionName
from shared.errors import BadSecret, BadSettings, one_line
from shared.settings import Section

FILE_ONLY: dict[SectionName, dict[str, Any]] = {
    "alert": {"command": [], "command_seconds": 30.0, "webhook": "", "webhook_secret": "",
              "webhook_header": "Authorization"},
    "script": {"text_file": None},
    "crm_link": {"arguments": []},
}  # fmt: skip
"""Keys of an entry that only the file has, with what they are where it has them not."""

_KINDS = {one.name: one.type for one in msgspec.structs.fields(Settings)}
_ALONE = {
    section: cast("type[Section]", msgspec.defstruct(
        f"{section}_alone", [(section, _KINDS[section])], bases=(Section,), frozen=True, kw_only=True,
    ))
    for section in SECTIONS
}  # fmt: skip
"""A file that has this section and nothing else."""


class FileOnly(BadSettings):
    """It holds what only the settings file may say."""


def shown(settings: Settings, section: SectionName) -> Any:
    """The section as JSON, every key that has a value."""
    return _without_nothing(msgspec.to_builtins(getattr(settings, section), enc_hook=str))


def kept(settings: Settings, section: SectionName) -> Any:
    """The same without what only the file says."""
    value, keys = shown(settings, section), FILE_ONLY.get(section, {})
    return [{key: one[key] for key in one if key not in keys} for one in value] if keys else value


def changed(file: Settings, settings: Settings, section: SectionName, value: Any) -> Settings:
    """``settings`` with another value of the section; ``file`` is what the file says.

    Raises BadSettings with one line that names the key and what is wrong; FileOnly.
    """
    _check_signs(section, value)
    alone = loader.read({section: completed(file, section, value)}, _ALONE[section])
    try:
        made = msgspec.structs.replace(settings, **{section: getattr(alone, section)})
        check_alert_secrets(made.alert_rules, made.mail)
        _ = made.desk_description
    except (ValueError, BadSecret, BadSettings) as problem:
        raise BadSettings(f"{section}: {one_line(problem)}") from None
    return made


def completed(file: Settings, section: SectionName, value: Any) -> Any:
    """The value, its entries with what the file alone says of them. Raises FileOnly where they say something else."""
    if not isinstance(value, list) or (section not in FILE_ONLY and section != "recordings_retention"):
        return value
    known = shown(file, section)
    if section == "recordings_retention":
        _check_folders(value, {(one["action"], one["folder"]) for one in known if "folder" in one})
        return value
    return [
        _with_file(section, place, one, known) if isinstance(one, dict) else one for place, one in enumerate(value, 1)
    ]


def _with_file(section: SectionName, place: int, entry: dict[str, Any], known: list[dict[str, Any]]) -> dict[str, Any]:
    key = KEY_OF[section]
    same = [one for one in known if one[key] == entry.get(key)]
    same.sort(key=lambda one: one.get("queues") != entry.get("queues"))  # links of a name differ by their queues
    made = dict(entry)
    for name, default in FILE_ONLY[section].items():
        of_file = [one.get(name, default) for one in same]
        if entry.get(name, default) not in (None, default, *of_file):
            raise FileOnly(f"{section}[{place}].{name}: only the settings file on the server may say that")
        made.pop(name, None)
        if of_file and of_file[0] != default and _has(section, name, entry):
            made[name] = of_file[0]
    return made


def _has(section: SectionName, name: str, entry: dict[str, Any]) -> bool:
    """Does the entry still have what the file says of it? Not a script whose text is its own now."""
    if section == "script":
        return not entry.get("text")
    return section != "crm_link" or entry.get("kind") == "program"


def _check_folders(value: list[Any], known: set[tuple[str, str]]) -> None:
    """Folders as the file names them for the same action."""
    for place, one in enumerate(value, 1):
        folder = one.get("folder") if isinstance(one, dict) else None
        if isinstance(folder, str) and (one.get("action", "delete"), folder) not in known:
            raise FileOnly(
                f"recordings_retention[{place}].folder: only a folder that the settings file on the server names")


def _check_signs(section: SectionName, value: Any) -> None:
    """Texts of several lines are fine, other control characters nowhere."""
    for text in _texts(value):
        if any((sign < " " and sign not in "\n\t") or sign == "\x7f" for sign in text):
            raise BadSettings(f"{section}: control characters are not allowed")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nothing(one) for name, one in value.items() if one is not None}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value
