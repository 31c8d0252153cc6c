"""The dialog of score cards, opened, and what it makes stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shared.domain.quality import Card
from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.quality.views.editor import CardEditor
from supervisor_console.reports import quality


class Editing:
    """``editor``: the dialog, while it is open. ``made`` is called with each card that was stored."""

    def __init__(self, console: Console, parent: QWidget, made: Callable[[Card], None]) -> None:
        self._console, self._parent, self._made = console, parent, made
        self.editor: CardEditor | None = None

    def begin(self, cards: tuple[Card, ...]) -> None:
        """Open it with these."""
        if self.editor is None:
            self.editor = CardEditor(self._console.ground, self._parent, cards)
            self.editor.saved.connect(lambda card: self._console.spawn(self._save(card), "quality: card"))
            self.editor.finished.connect(lambda _result: self._ended())
            self.editor.open()

    def close(self) -> None:
        """The console ends."""
        if self.editor is not None:
            self.editor.reject()

    def _ended(self) -> None:
        if self.editor is not None:
            self.editor.deleteLater()
            self.editor = None

    async def _save(self, card: Card) -> None:
        try:
            await self._console.database.ask(lambda connection: quality.save_card(connection, card))
        except (Away, SuiteError) as problem:
            if self.editor is not None:
                self.editor.fail(one_line(problem))
            return
        if self.editor is not None:
            self.editor.accept()
        self._made(card)
