"""Settings: one TOML file into frozen structs, and every mistake in it named in one line.

A program declares its settings as ``Section`` classes whose fields carry ``Annotated[type,
Meta(description=…)]``. ``load`` reads a file into them; ``sample`` writes the documented sample file from the
same declarations, so that neither can forget a key. Lengths of time are ``timedelta`` in the code and seconds
in the file, paths are ``Path``. Secrets are not settings: see ``shared.credentials``. Not here: which
settings there are; each program has its own.
"""

import contextlib
import difflib
import enum
import json
import re
import textwrap
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect as types

from shared.errors import BadSettings

WIDTH = 100


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of a settings file; it refuses unknown keys. Subclasses say ``frozen=True`` too, for mypy."""


Kind = TypeVar("Kind", bound=Section)


def load(file: Path, kind: type[Kind]) -> Kind:
    """Read a TOML file into ``kind``; BadSettings names the file and the key."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadSettings(f"cannot read the settings {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{file} is not UTF-8 text") from error
    return parse(text, kind, str(file))


def parse(text: str, kind: type[Kind], place: str = "settings") -> Kind:
    """Read TOML text into ``kind``; ``place`` is what errors call it."""
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise BadSettings(f"{place} is not TOML: too many brackets within one another") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
        raise BadSettings(f"{place} is not TOML: {error}") from error
    try:
        return read(raw, kind)
    except BadSettings as error:
        raise BadSettings(f"{place}: {error}") from error


def read(raw: dict[str, Any], kind: type[Kind]) -> Kind:
    """Read tables that are parsed already into ``kind``; BadSettings names the key and what is wrong with it."""
    node = types.type_info(kind)
    unknown = [_with_advice(*found, node) for found in _unknown_keys(raw, node, "")]
    if unknown:
        raise BadSettings("; ".join(unknown))
    try:
        return _convert(raw, kind)
    except msgspec.ValidationError as error:
        raise BadSettings(_explained(raw, kind, str(error))) from error


# --- reading ------------------------------------------------------------------------------------------------


def _convert(raw: Any, kind: type[Kind]) -> Kind:
    timed = _with_lengths(raw, types.type_info(kind))
    return msgspec.convert(timed, kind, dec_hook=_path_of)


def _path_of(kind: type, value: Any) -> Any:
    """Read what msgspec does not know: paths, with a leading ~ taken as the home folder."""
    if kind is Path and isinstance(value, str):
        if "\0" in value:
            raise ValueError("a path has no NUL")
        try:
            return Path(value).expanduser()
        except RuntimeError:
            raise ValueError(f"nobody knows the home folder of {value}") from None
    raise NotImplementedError(f"a setting of type {kind.__name__}")


def _bare(node: types.Type) -> types.Type:
    """Take off the description, and the None of an optional setting (TOML has no null)."""
    while isinstance(node, types.Metadata):
        node = node.type
    if isinstance(node, types.UnionType):
        others = [kind for kind in node.types if not isinstance(kind, types.NoneType)]
        return _bare(others[0]) if len(others) == 1 else node
    return node


def _parts(raw: Any, node: types.Type) -> Iterator[tuple[str | int, Any, types.Type]]:
    """Give (key, value, type) of what a table or list holds, as far as its type is known."""
    node = _bare(node)
    if isinstance(node, types.StructType) and isinstance(raw, dict):
        known = {field.encode_name: field.type for field in node.fields}
        yield from ((key, value, known[key]) for key, value in raw.items() if key in known)
    elif isinstance(node, types.DictType) and isinstance(raw, dict):
        yield from ((key, value, node.value_type) for key, value in raw.items())
    elif isinstance(node, types.ListType | types.VarTupleType) and isinstance(raw, list):
        yield from ((index, value, node.item_type) for index, value in enumerate(raw))


def _with_lengths(raw: Any, node: types.Type) -> Any:
    """Turn numbers into ``timedelta`` wherever the struct asks for one."""
    if (
        isinstance(_bare(node), types.TimeDeltaType)
        and isinstance(raw, int | float)
        and not isinstance(raw, bool)
    ):
        with contextlib.suppress(OverflowError, ValueError):  # what is no length stays, and is refused as such
            return timedelta(seconds=raw)
    parts = {key: _with_lengths(value, kind) for key, value, kind in _parts(raw, node)}
    if isinstance(raw, dict):
        return {**raw, **parts}
    if isinstance(raw, list):
        return [parts.get(index, value) for index, value in enumerate(raw)]
    return raw


# --- mistakes -----------------------------------------------------------------------------------------------


def _unknown_keys(raw: Any, node: types.Type, prefix: str) -> Iterator[tuple[str, str, types.StructType]]:
    """Find all keys that no struct declares: (table, key, what the table may hold)."""
    bare = _bare(node)
    if isinstance(bare, types.StructType) and isinstance(raw, dict):
        known = {field.encode_name for field in bare.fields}
        yield from ((prefix, key, bare) for key in raw if key not in known)
    for key, value, kind in _parts(raw, node):
        place = f"{prefix}[{key + 1}]" if isinstance(key, int) else f"{prefix}.{key}".lstrip(".")
        yield from _unknown_keys(value, kind, place)


def _with_advice(prefix: str, key: str, table: types.StructType, root: types.Type) -> str:
    """Say that a key is unknown, and which one may have been meant: here, or of that name elsewhere."""
    here = [field.encode_name for field in table.fields]
    close = difflib.get_close_matches(key, here, n=1)
    elsewhere = [name for name in _dotted(root, "") if name.rsplit(".", 1)[-1] == key]
    meant = [f"{prefix}.{close[0]}".lstrip(".")] if close else elsewhere
    advice = f"did you mean {meant[0]!r}?" if meant else f"there are {', '.join(sorted(here))}"
    full = f"{prefix}.{key}".lstrip(".")
    return f"unknown key {full!r}; {advice}"


def _dotted(node: types.Type, prefix: str) -> Iterator[str]:
    """Give the full names of all keys there are."""
    bare = _bare(node)
    for field in bare.fields if isinstance(bare, types.StructType) else ():
        yield f"{prefix}{field.encode_name}"
        yield from _dotted(field.type, f"{prefix}{field.encode_name}.")


# msgspec's words, put into those of somebody who edits a settings file.
_WORDS = {
    "Object missing required field": "missing key",
    "Invalid ISO8601 duration": "expected a number of seconds",
    "Expected `duration`": "expected a number of seconds",
    "Invalid enum value": "not one of the choices:",
    "`": "'",
}


def _explained(raw: Any, kind: type[Section], message: str) -> str:
    """Turn msgspec's sentence into ``key: what is expected``, with the names that it leaves out."""
    sentence, _, path = message.partition(" - at `")
    path = path.rstrip("`").removeprefix("$").lstrip(".")
    if "[...]" in path:
        path = path.replace("[...]", f".{_blamed(raw, kind, path)}", 1)
    path = re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + 1}]", path)  # the first is 1, to people
    for theirs, ours in _WORDS.items():
        sentence = sentence.replace(theirs, ours)
    return f"{path}: {sentence}" if path else sentence


def _blamed(raw: Any, kind: type[Section], path: str) -> str:
    """Find which entry of the table before ``[...]`` is wrong: the first one that fails when it is alone."""
    names = [name for name in path.partition("[...]")[0].split(".") if name in raw]
    table = raw[names[0]] if len(names) == 1 and isinstance(raw[names[0]], dict) else {}
    for name, value in table.items():
        try:
            _convert({**raw, names[0]: {name: value}}, kind)
        except msgspec.ValidationError:
            return str(name)
    return "?"


# --- the sample ---------------------------------------------------------------------------------------------


def sample(kind: type[Section], opening: str) -> str:
    """Write the sample file: every key with its description and default, ``#`` before what may stay as it is.

    ``opening`` is the text on top. A line that begins with ``# `` is prose, with ``#`` alone a key to take
    over.
    """
    lines = [*_prose(opening), ""]
    node = _bare(types.type_info(kind))
    assert isinstance(node, types.StructType)
    lines += _table(node, "", "")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _table(node: types.StructType, name: str, mark: str) -> list[str]:
    """Write a table's own keys, then the tables inside; ``mark`` is ``#`` where all of it may be left out."""
    lines: list[str] = []
    inner: list[str] = []
    for field in node.fields:
        bare = _bare(field.type)
        full = f"{name}.{field.encode_name}".lstrip(".")
        optional = mark or ("" if field.required else "#")
        item = _bare(bare.item_type) if isinstance(bare, types.ListType | types.VarTupleType) else None
        value = _bare(bare.value_type) if isinstance(bare, types.DictType) else None
        about = _prose(_description(field.type))
        if isinstance(bare, types.StructType):
            inner += ["", *about, f"{mark}[{full}]", *_table(bare, full, mark)]
        elif isinstance(item, types.StructType):
            inner += ["", *about, f"{optional}[[{full}]]", *_table(item, full, optional)]
        elif isinstance(value, types.StructType):
            example = f"{full}.{_example(field.type, 'name')}"
            inner += ["", *about, f"{optional}[{example}]", *_table(value, example, optional)]
        else:
            lines += [*about, *_prose(_choices(bare)), f"{optional}{field.encode_name} = {_shown(field)}", ""]
    return [*lines, *inner]


def _prose(text: str) -> list[str]:
    return [f"# {line}".rstrip() for part in text.splitlines() for line in textwrap.wrap(part, WIDTH) or [""]]


def _description(node: types.Type) -> str:
    extra = node.extra_json_schema if isinstance(node, types.Metadata) else None
    return str((extra or {}).get("description", ""))


def _example(node: types.Type, otherwise: Any) -> Any:
    extra = node.extra_json_schema if isinstance(node, types.Metadata) else None
    return (extra or {}).get("examples", [otherwise])[0]


def _choices(bare: types.Type) -> str:
    if isinstance(bare, types.LiteralType):
        return "One of: " + ", ".join(str(value) for value in bare.values)
    if isinstance(bare, types.EnumType):
        return "One of: " + ", ".join(str(member.value) for member in bare.cls)
    return ""


def _shown(field: types.Field) -> str:
    """Write a field's default as TOML; an example where there is none."""
    if field.default is not msgspec.NODEFAULT and field.default is not None:
        return _toml(field.default)
    if field.default_factory is not msgspec.NODEFAULT:
        return _toml(field.default_factory())
    return _toml(_example(field.type, _empty(_bare(field.type))))


def _empty(bare: types.Type) -> Any:
    """Give a value of the right type, for a sample that has no better one."""
    if isinstance(bare, types.BoolType):
        return False
    if isinstance(bare, types.IntType | types.FloatType | types.TimeDeltaType):
        return 0
    if isinstance(bare, types.LiteralType):
        return bare.values[0]
    return [] if isinstance(bare, types.ListType | types.VarTupleType) else ""


def _toml(value: Any) -> str:
    """Write a value as TOML; JSON's strings, numbers and truths are TOML's too."""
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}"
    if isinstance(value, enum.Enum):
        return _toml(value.value)
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value if isinstance(value, bool | int | float) else str(value), ensure_ascii=False)
