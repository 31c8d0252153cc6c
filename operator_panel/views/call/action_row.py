"""A call's actions as tiles, of one width where their words let them, in as few rows as they have room in."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from operator_panel.screen import Action
from operator_panel.views.call.tiles import TILE_HEIGHT, ActionTile
from operator_panel.views.part import Part
from shared.qt.ground import Ground

GAP, NARROW_GAP = 8, 4


class ActionRow(Part[tuple[Action, ...]]):
    """``tiles`` are those that are shown, in order; which actions there are says the screen."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.tiles: list[ActionTile] = []
        self._spare: list[ActionTile] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def draw(self, shown: tuple[Action, ...]) -> None:
        """As many tiles as actions; a tile keeps its kind of wish, so that the focus stays where it was."""
        kept = {tile.action.wish.kind: tile for tile in self.tiles if tile.action is not None}
        free = [tile for kind, tile in kept.items() if kind not in {action.wish.kind for action in shown}] + self._spare
        before = [tile.whole_text for tile in self.tiles]
        self.tiles = []
        for action in shown:
            tile = kept.pop(action.wish.kind, None) or (free.pop() if free else self._made())
            tile.show_action(action, self.theme)
            self.tiles.append(tile)
        self._spare = [tile for tile in self.findChildren(ActionTile) if tile not in self.tiles]
        for tile in self._spare:
            tile.hide()
        self.setVisible(bool(shown))
        if [tile.whole_text for tile in self.tiles] != before:
            self._place()
            self.updateGeometry()

    def _made(self) -> ActionTile:
        tile = ActionTile()
        tile.setParent(self)
        tile.wished.connect(self.wish)
        return tile

    # --- where they stand

    def _widths(self, width: int) -> tuple[list[float], int]:
        """How wide each tile of a row is, and the gap: all alike, or as their words need, or in several rows."""
        least = [tile.least_width for tile in self.tiles]
        count = len(least)
        for gap in (GAP, NARROW_GAP):
            room = width - gap * (count - 1)
            if count and room / count >= max(least):
                return [room / count] * count, gap
        spare = width - NARROW_GAP * (count - 1) - sum(least)
        if spare >= 0:
            return [one + spare / count for one in least], NARROW_GAP
        fitting = (one for one in range(count - 1, 0, -1) if (width - GAP * (one - 1)) / one >= max(least))
        columns = next(fitting, 1)
        columns = -(-count // -(-count // columns))  # no row is much shorter than the others
        return [(width - GAP * (columns - 1)) / columns] * columns, GAP

    def _place(self) -> None:
        if not self.tiles:
            return
        widths, gap = self._widths(self.width())
        for number, tile in enumerate(self.tiles):
            row, column = divmod(number, len(widths))
            left = sum(widths[:column]) + gap * column
            tile.setGeometry(round(left), row * (TILE_HEIGHT + GAP), round(left + widths[column]) - round(left),
                             TILE_HEIGHT)  # fmt: skip
            tile.show()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Two rows are higher than one."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Rows and the gaps between them."""
        if not self.tiles:
            return 0
        rows = -(-len(self.tiles) // len(self._widths(width)[0]))
        return rows * (TILE_HEIGHT + GAP) - GAP

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """For the width it has."""
        return QSize(280, self.heightForWidth(max(280, self.width())))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest word in its tile."""
        least = max((tile.least_width for tile in self.tiles), default=0)
        return QSize(least, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, perhaps other rows."""
        super().resizeEvent(event)
        self._place()
