"""What the room is told of the desk, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from operator_panel.crm.look_up import Answer


class Sitter(msgspec.Struct, frozen=True):
    """Who sits here: the extension (None: nobody), the name, the queues whose member it is."""

    agent: str | None = None
    name: str = ""
    queues: frozenset[str] = frozenset()


class Outlets(msgspec.Struct, frozen=True):
    """What the program does with what comes out; all are called in the loop's thread.

    ``open_address`` opens a page; ``on_answer`` hears of each answer (call, answer), also that a look-up is ``asking``;
    ``on_problem`` of a link and what is wrong with it, in one line.
    """

    open_address: Callable[[str], None]
    on_answer: Callable[[str, Answer], None]
    on_problem: Callable[[str, str], None]
