"""What is wished in the tabs of settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from shared.domain.centre_settings import SectionName
from supervisor_console.administration.app.sections import Sections, replaced
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.presenter.sections import dates, draft
from supervisor_console.administration.presenter.sections.catalogue import SECTIONS
from supervisor_console.administration.presenter.sections.values import field_at, picked
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.screen.settings import Side
from supervisor_console.page import Console
from supervisor_console.views.asking import confirmed


class SectionWishes:
    """``refresh`` is called when something was done after a question."""

    def __init__(
        self, console: Console, sections: Sections, around: Callable[[], Around], refresh: Callable[[], None],
        parent: QWidget,
    ) -> None:  # fmt: skip
        self._console, self._sections, self._around = console, sections, around
        self._refresh, self._parent = refresh, parent

    def do(self, wish: Wish) -> bool:
        """Do it; False: it is no wish about settings."""
        return self._look(wish) or self._edit(wish)

    def _look(self, wish: Wish) -> bool:
        sections = self._sections
        match wish.kind:
            case "section":
                sections.open(cast("SectionName", wish.value))
            case "section_side":
                sections.side = cast("Side", wish.value)
            case "entry_pick":
                self._pick(wish.value)
            case "value_pick":
                sections.value = wish.value
            case "value_restore":
                sections.restore()
            case "value_forget":
                self._console.spawn(self._forget(), "administration: settings")
            case "section_edit":
                sections.edit()
            case "section_compare":
                sections.compare()
            case "section_leave":
                sections.leave()
            case "section_save":
                self._console.spawn(sections.save(), "administration: settings")
            case _:
                return False
        return True

    def _edit(self, wish: Wish) -> bool:
        change, number = self._sections.change, self._sections.chosen.get(self._sections.section, 0)
        if not SECTIONS[self._sections.section].is_list:
            number = 0
        match wish.kind:
            case "entry_add":
                self._add()
            case "entry_remove":
                change(lambda one: draft.removed(one, number))
            case "entry_up":
                change(lambda one: draft.moved(one, number, -1))
            case "entry_down":
                change(lambda one: draft.moved(one, number, 1))
            case "field":
                field = field_at(SECTIONS[self._sections.section].fields, wish.value)
                if field is not None:
                    value = picked(field, wish.other)
                    change(lambda one: draft.changed(one, number, wish.value, value))
            case "group_add":
                change(lambda one: draft.with_group(one, number, wish.value))
            case "group_remove":
                change(lambda one: draft.without_group(one, number, wish.value))
            case "group_up":
                change(lambda one: draft.group_up(one, number, wish.value))
            case "since_kind":
                self._choose_since(wish.value)
            case "since_text":
                change(lambda one: replaced(one, since_text=wish.value))
            case _:
                return False
        return True

    def _pick(self, value: str) -> None:
        if value:
            self._sections.chosen[self._sections.section] = int(value)
            self._sections.side = "entry"
        else:
            self._sections.chosen.pop(self._sections.section, None)

    def _add(self) -> None:
        one = self._sections.draft
        if one is not None and not self._sections.is_saving:
            self._sections.chosen[self._sections.section] = one.next_id
            self._sections.side = "entry"
            self._sections.change(lambda one: draft.added(one, SECTIONS[self._sections.section]))

    def _choose_since(self, kind: str) -> None:
        proposed = dates.proposed(self._around())
        self._sections.change(lambda one: replaced(one, since_kind=kind, since_text=one.since_text or proposed))

    async def _forget(self) -> None:
        text = self._around().language.text
        title = text(SECTIONS[self._sections.section].title)
        if await confirmed(
            self._console.ground, self._parent, text("Take back what is planned for {section}?", section=title),
            text("What is in force now stays."), text("Take back"),
        ):  # fmt: skip
            await self._sections.forget()
            self._refresh()
