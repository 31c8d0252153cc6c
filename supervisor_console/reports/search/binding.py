"""Values of a statement: bound, never written into it."""

from __future__ import annotations

from collections.abc import Iterable


class Values:
    """Collects the values that a statement names."""

    def __init__(self) -> None:
        self.bound: dict[str, object] = {}

    def one(self, value: object) -> str:
        """The value's name in the statement."""
        name = f"v{len(self.bound)}"
        self.bound[name] = value
        return f":{name}"

    def texts(self, values: Iterable[str]) -> str:
        """A list of texts."""
        return f"cast({self.one(list(values))} as text[])"
