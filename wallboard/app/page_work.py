"""What people do to the pages: edit the shown one in place, add and remove some, let them take turns or not."""

from __future__ import annotations

from collections.abc import Callable

from shared.domain.description import CentreDescription
from shared.errors import SuiteError
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground
from wallboard.app.turning import Turning
from wallboard.pages import Format, Page
from wallboard.presenter import kind_title
from wallboard.views.board import BoardWidget
from wallboard.views.editing import Editing


class PageWork:
    """``changed`` is called after every step: the shown page is another, or has other tiles."""

    def __init__(
        self, ground: Ground, client: FeedClient, board: BoardWidget, turning: Turning, changed: Callable[[], None]
    ) -> None:
        self._ground, self._client, self._board, self._turning = ground, client, board, turning
        self._changed = changed
        self._editing: Editing | None = None
        self._form: Format = "wide"

    @property
    def is_editing(self) -> bool:
        """Is the shown page being edited?"""
        return self._editing is not None

    def toggle(self) -> None:
        """Begin, or keep what was done."""
        if self._editing is None:
            self._begin()
        else:
            self.end(is_kept=True)

    def end(self, *, is_kept: bool) -> None:
        """Keep what was done, or drop it."""
        editing, self._editing, self._turning.draft = self._editing, None, None
        if editing is None:
            return
        editing.hide()
        editing.deleteLater()
        if is_kept:
            self._try(lambda: self._turning.keep(self._form, editing.page))
        self._changed()

    def fit(self) -> None:
        """The board has another size; a page of the other format is not the one that was edited."""
        if self._editing is not None and self._board.form != self._form:
            self.end(is_kept=False)
        elif self._editing is not None:
            self._editing.fit()

    def change(self, name: str, choice: str) -> None:
        """Carry out a wish of the menu about pages."""
        self.end(is_kept=True)
        turning, form = self._turning, self._board.form
        match name:
            case "add_page":
                self._try(lambda: turning.add(form))
                self._begin()
            case "remove_page":
                self._try(lambda: turning.remove(form))
            case "fix":
                self._try(lambda: turning.fix(is_fixed=turning.pages.fixed is None))
            case "every":
                self._try(lambda: turning.turn_every(float(choice)))
        self._changed()

    def _begin(self) -> None:
        centre = self._client.welcome.centre if self._client.welcome else CentreDescription()
        queues = {row.queue: centre.queue_title(row.queue) for row in self._client.board.queues}
        language, self._form = self._ground.language, self._board.form
        page = self._turning.page(self._form)
        self._board.show_page(page)
        self._editing = Editing(
            self._board, page, language=language, theme=self._ground.theme, queues=queues,
            name_of=lambda kind: kind_title(kind, language),
        )  # fmt: skip
        self._turning.draft = page
        self._editing.changed.connect(self._edited)
        self._editing.kept.connect(lambda: self.end(is_kept=True))
        self._editing.dropped.connect(lambda: self.end(is_kept=False))

    def _edited(self, page: Page) -> None:
        self._turning.draft = page
        self._changed()

    def _try(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except SuiteError as problem:
            self._ground.report(problem)
