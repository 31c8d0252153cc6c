"""The table of steps: rows of 28, in step with the lanes; the chosen row is where the playhead is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable

from PySide6.QtCore import Signal

from shared.qt.ground import Ground
from supervisor_console.tracking.screen import StepRow
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.table import HEAD as HEAD
from supervisor_console.views.table import Table

ROW = 28


class StepsTable(Table):
    """The steps of a call. ``chosen``: the user chose a row, its key and beginning."""

    chosen = Signal(str, int)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, "steps", _specs(ground), lambda row: row.key, row_height=ROW, sorting="none")
        wants_ring(self)
        self.picked.connect(self._told)
        ground.language_changed.connect(self._speak)
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(self._ground.language.text("Steps of the call"))

    @property
    def steps(self) -> list[StepRow]:
        """What is shown."""
        return self.rows.rows

    def render_steps(self, steps: tuple[StepRow, ...], *, is_old: bool = False) -> None:
        """Show these; what was chosen stays so."""
        chosen = self.key_now()
        self.render_rows(steps, chosen if any(row.key == chosen for row in steps) else None, is_old=is_old)

    def mark(self, key: Hashable) -> None:
        """Have this row chosen, and seen; tells nobody."""
        self._is_rendering = True
        try:
            self.choose(key)
        finally:
            self._is_rendering = False

    def _told(self, key: object) -> None:
        row = next((row for row in self.steps if row.key == key), None)
        if row is not None:
            self.chosen.emit(row.key, row.starts_ms)

    def row_at(self, ms: int) -> StepRow | None:
        """The row of what goes on at a moment: the latest that has begun and is not over, else the last that began."""
        rows = self.steps
        begun = rows[: bisect_right([row.starts_ms for row in rows if row.key != "ended"], ms)]
        going = [row for row in begun if row.ends_ms > ms]
        return next(reversed(going or begun), None)


def _specs(ground: Ground) -> tuple[Spec[StepRow], ...]:
    return (
        Spec(
            name="time", title=lambda: ground.language.text("Time"), width=88, is_kept=True,
            cell=lambda row: Cell(row.clock, hint=row.hint),
        ),
        Spec(
            name="offset", title=lambda: ground.language.text("Offset"), width=72, is_right=True, rank=1,
            cell=lambda row: Cell(row.offset, "muted", hint=row.hint),
        ),
        Spec(
            name="who", title=lambda: ground.language.text("Who"), width=184, is_kept=True,
            cell=lambda row: Cell(row.who, hint=row.hint),
        ),
        Spec(
            name="step", title=lambda: ground.language.text("Step"), width=240, is_stretched=True, is_kept=True,
            cell=lambda row: Cell(row.text, row.token, row.icon, is_state=True, hint=row.hint),
        ),
        Spec(
            name="length", title=lambda: ground.language.text("Length"), width=88, is_right=True, is_kept=True,
            cell=lambda row: Cell(row.length, hint=row.hint),
        ),
    )  # fmt: skip
