"""Keeping what was made of a large thing while that thing stays the same."""

from __future__ import annotations


class Same:
    """A thing as a key: equal to itself only, and alive as long as what is kept under it."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing
