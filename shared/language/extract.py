"""Gathers the texts of all programs: ``python -m shared.language.extract``, in a checkout and nowhere else.

Writes the template, brings the catalogues up to date with it (what was translated stays, what nobody says any
more goes) and compiles them. No places in files and no dates are written, so that only texts change a catalogue.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = Path(__file__).resolve().parent / "catalogues"
TEMPLATE = CATALOGUES / "texts.pot"

# Rooms whose texts people see. The daemon and its terminal speak English: they are read by administrators.
ROOMS = (
    "shared/feed_client", "shared/language", "shared/qt", "shared/reports", "operator_panel", "supervisor_console",
    "wallboard",
)  # fmt: skip
KEYWORDS = {"text": 1, "plural": 2, "to_translate": 1}
"""What is called → how many literals it begins with."""

_HEADER = "# The texts of all programs; written by python -m shared.language.extract."
_BIRTH = datetime(2026, 1, 1, tzinfo=UTC)
_CHANGING = re.compile(
    r'^"(POT-Creation|PO-Revision|Report-Msgid|Last-Translator|Language-Team|Generated-By)[^\n]*\n', re.MULTILINE
)


def template(root: Path = ROOT) -> Catalog:
    """Gather the texts of all rooms below the checkout's root."""
    gathered = Catalog(project="callcentre-suite", header_comment=_HEADER, creation_date=_BIRTH, fuzzy=False)
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            for found in said(path.read_text(encoding="utf-8")):
                gathered.add(found)
    return gathered


def said(code: str) -> Iterator[str | tuple[str, str]]:
    """Give the texts that a module says, also within f-strings, where Babel's own reader does not look.

    SQLAlchemy's ``text`` is a statement's, and nobody reads that.
    """
    tree = ast.parse(code)
    strangers = {one.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
                 for one in node.names}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in strangers:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            count = KEYWORDS.get(called, 0)
            texts = [one.value for one in node.args[:count] if isinstance(one, ast.Constant)]
            match [text for text in texts if isinstance(text, str) and text]:
                case [text] if count == 1:
                    yield text
                case [one, many]:
                    yield one, many


def read(path: Path) -> Catalog:
    """Read a catalogue, with its birth instead of the present as its date."""
    with path.open("rb") as file:
        found = read_po(file, locale=path.stem)
    found.creation_date = found.revision_date = _BIRTH
    return found


def refreshed(old: Catalog, gathered: Catalog) -> Catalog:
    """Bring a catalogue up to date with the template: nothing is guessed, nothing obsolete is kept."""
    old.update(gathered, no_fuzzy_matching=True)
    old.obsolete.clear()
    old.creation_date = old.revision_date = _BIRTH
    old.fuzzy = False
    return old


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue into what ``gettext`` reads."""
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """List the texts that have no translation, or not in all their forms."""
    return [
        str(message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id and not _is_complete(message.string)
    ]


def _is_complete(said: str | Sequence[str] | None) -> bool:
    return bool(said) if said is None or isinstance(said, str) else all(said)


def _written(catalogue: Catalog) -> bytes:
    text = io.BytesIO()
    write_po(text, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return _CHANGING.sub("", text.getvalue().decode()).encode()


def main() -> int:
    """Refresh everything and name what wants a translation; 1 where something does."""
    gathered = template()
    TEMPLATE.write_bytes(_written(gathered))
    missing = 0
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = refreshed(read(path), gathered)
        path.write_bytes(_written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        wanted = untranslated(catalogue)
        missing += len(wanted)
        sys.stdout.write(f"{path.name}: {len(catalogue)} texts, {len(wanted)} without a translation\n")
        sys.stdout.writelines(f"  {text!r}\n" for text in wanted)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
