"""Which page is shown: they take turns, one may be held, and one may be as somebody is just editing it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wallboard.pages import Format, Page, Pages
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

    # --- what is kept in the file; all raise Unavailable where it can't be written

    def keep(self, form: Format, page: Page) -> None:
        """The shown page is this from now on."""
        pages = list(own(self.pages).of(form))
        pages[self.index % len(pages)] = page
        self._keep(form, pages)

    def add(self, form: Format) -> None:
        """One more page, empty, after the shown one; it is shown."""
        pages = list(own(self.pages).of(form))
        place = self.index % len(pages) + 1
        pages.insert(place, Page(stretch=pages[0].stretch))
        self._keep(form, pages)
        self.go_to(place, form)

    def remove(self, form: Format) -> None:
        """Without the shown page; the last one stays."""
        pages = list(own(self.pages).of(form))
        if len(pages) > 1:
            del pages[self.index % len(pages)]
            self._keep(form, pages)
            self.go_to(self.index, form)

    def fix(self, *, is_fixed: bool) -> None:
        """Show this page alone, also after the next start; or let them take turns again."""
        self.is_rotating = not is_fixed
        self._save(msgspec.structs.replace(self.pages, fixed=self.index if is_fixed else None))

    def turn_every(self, seconds: float) -> None:
        """Let the pages take turns after so long."""
        self._save(msgspec.structs.replace(self.pages, rotate_seconds=seconds))

    def _keep(self, form: Format, pages: list[Page]) -> None:
        self._save(msgspec.structs.replace(own(self.pages), **{form: tuple(pages)}))

    def _save(self, pages: Pages) -> None:
        self.pages = pages
        save_pages(pages, self._file)
