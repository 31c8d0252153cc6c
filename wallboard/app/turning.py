"""Which page is shown: they take turns, one may be held, and one may be as somebody is just editing it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wallboard.pages import Format, Page
from wallboard.pages.pages_file import load_pages, own, save_pages


class Turning:
    """``index`` counts from 0. ``draft``: the shown page as it is being edited. ``problem``: the file's."""

    def __init__(self, file: Path, *, rotates: bool) -> None:
        self.pages, self.problem = load_pages(file)
        self._file = file
        self.index = self.pages.fixed or 0
        self.is_rotating = rotates and self.pages.fixed is None
        self.draft: Page | None = None
        self._seconds = 0

    def all(self, form: Format) -> tuple[Page, ...]:
        """The format's pages, the one that is edited as it is now."""
        pages = self.pages.of(form)
        if self.draft is None:
            return pages
        place = self.index % len(pages)
        return (*pages[:place], self.draft, *pages[place + 1 :])

    def page(self, form: Format) -> Page:
        """The page that is shown."""
        pages = self.all(form)
        return pages[self.index % len(pages)]

    def go_to(self, index: int, form: Format) -> None:
        """Show another page; its time begins anew."""
        self.index, self._seconds = index % len(self.all(form)), 0

    def hold_or_go_on(self) -> None:
        """Let the pages take turns, or not."""
        self.is_rotating, self._seconds = not self.is_rotating, 0

    def second(self, form: Format, *, is_busy: bool) -> bool:
        """A second has passed: is it another page's turn? ``is_busy``: an alarm is fresh, this page stays."""
        self._seconds += 1
        is_due = self._seconds >= self.pages.rotate_seconds and len(self.all(form)) > 1
        return is_due and self.is_rotating and self.draft is None and not is_busy

    def keep(self, form: Format, page: Page) -> None:
        """The shown page is this from now on. Raises Unavailable where the file can't be written."""
        mine = own(self.pages)
        pages = list(mine.of(form))
        pages[self.index % len(pages)] = page
        self.pages = msgspec.structs.replace(mine, **{form: tuple(pages)})
        save_pages(self.pages, self._file)
