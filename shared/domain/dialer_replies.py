"""What the commands about campaigns are answered with, where that is more than a word. Pure.

``kind`` of a fault is for programs, which have the words for it; ``value`` is what stood there.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ImportState = Literal["running", "looked_at", "taken", "refused"]
"""Being read · a preview · all of it is there · nothing was taken, ``faults`` or ``why`` say why."""


ImportStage = Literal["reading", "comparing", "storing"]
"""The file is read · what is there twice is found · it goes into the tables."""


class LineFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something about a line of a file (from 1; 0: about all of it).

    ``kind``: bad_number, no_number, bad_priority, bad_consent, too_long, control_character; double (of line ``of``, or
    0: of a contact that the campaign has already), known (its key is there already); for a do-not-call list bad_until
    (no day, or one that is over), listed (is on it in the same words already). About all of it: unknown_meaning (of
    ``column``: ``value`` is no column of ours), absent_column, no_number_column.
    """

    line: int
    kind: str
    column: str = ""
    value: str = ""
    of: int = 0


class ImportReply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an import goes. Asked for again with the same words, it tells how far it is.

    ``why``: a word for what is wrong with the whole file (empty, binary, encoding, no_header, many_columns,
    line_too_long, bad_columns, no_number_column, bad_workbook, too_large, many_lines, faults, unavailable, ended) and
    ``message`` the same in a sentence, ``line`` where. ``done`` of ``whole``: bytes read; ``stage``: what is done now.
    ``columns``: ours by theirs as they are used; ``rows``: the first lines as they stand. ``lines``: with contacts;
    ``good`` of them can be taken; ``doubles`` and ``known`` are left out, ``faulty`` have faults; of both lists the
    first ones are told. Not ``is_new``: this file was taken before.
    """

    state: ImportState
    why: str = ""
    message: str = ""
    line: int = 0
    done: int = 0
    whole: int = 0
    stage: ImportStage = "reading"
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    rows: tuple[tuple[str, ...], ...] = ()
    lines: int = 0
    good: int = 0
    doubles: int = 0
    known: int = 0
    faulty: int = 0
    faults: tuple[LineFault, ...] = ()
    left_out: tuple[LineFault, ...] = ()
    list: int = 0
    is_new: bool = True
