"""What all tables have in common, by the layout's rules: sizes, lines, how one scrolls and chooses."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from shared.qt.fonts import font
from supervisor_console.views.sizes import BODY, CAPTION

HEAD, ROW = 32, 32


def by_the_rules(table: QTableView, row_height: int = ROW) -> None:
    """Set a table up; its columns and its model are its own."""
    table.setFont(font(BODY))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setMouseTracking(True)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    side, head = table.verticalHeader(), table.horizontalHeader()
    side.hide()
    side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    side.setMinimumSectionSize(row_height)
    side.setDefaultSectionSize(row_height)
    head.setFont(font(CAPTION, 500))
    head.setFixedHeight(HEAD)
    head.setHighlightSections(False)
    head.setMinimumSectionSize(32)
    head.setSectionsMovable(True)
    head.setSortIndicatorShown(False)  # it stands far from the title: the title has an arrow of its own
