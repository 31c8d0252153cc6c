"""A script's Markdown, safely: no HTML, no picture or file is ever fetched, links open in the browser if http(s).

It is as high as its text, so that the panel scrolls and the text in it does not.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from operator_panel.views.painting import BODY
from shared.qt.paint_text import face

FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
SAFE_SCHEMES = ("http", "https")
LINE_PERCENT = 120
CHROME = 12
"""Pixels above and below: the style sheet's padding and border, with the focus or without."""
LONGEST = 20_000
"""Characters of a script that are shown."""


class ScriptText(QTextBrowser):
    """``show_markdown`` says it; selecting and copying work, nothing can be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.anchorClicked.connect(self.follow)
        self.setFont(face(BODY, 400)[0])
        self.document().setDocumentMargin(4)
        self.document().setIndentWidth(20)
        self.document().setDefaultFont(face(BODY, 400)[0])
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("is_script", True)
        self._markdown = ""

    def show_markdown(self, text: str, *, is_again: bool = False) -> None:
        """Show this; the same again does nothing, but in other colours (``is_again``)."""
        if text == self._markdown and not is_again:
            return
        self._markdown = text
        self.document().setMarkdown(text[:LONGEST], FEATURES)
        self._space_lines()
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """Nothing, whatever is asked for: a script is its text."""
        return None

    def follow(self, link: QUrl) -> None:
        """Open a link in the browser, if it is one of the web."""
        if link.scheme().lower() in SAFE_SCHEMES and link.host():
            QDesktopServices.openUrl(link)

    def _space_lines(self) -> None:
        """A little air between lines and paragraphs."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)

    # --- as high as its text

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = math.ceil(self.document().size().height()) + CHROME
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, another height."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its width is its place's."""
        return QSize(0, self.height())
