"""Forms of a page that are open: what is written goes to a deed, what was wrong comes back into the form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shared.domain.commands import Refused
from shared.errors import SuiteError, one_line
from shared.feed_client.refusals import trouble
from shared.language import Language
from supervisor_console.page import Away, Console
from supervisor_console.views.forms import FieldsForm, Form
from supervisor_console.views.pieces import Questions

Deed = Callable[[dict[str, str], str], Awaitable[str]]
"""Told what was written and the form's key; it gives the sentence of what was done."""
Refusing = Callable[[str, str, Language], str]
"""The page's sentence for a refusal's code and message; "" for codes that are not of its matters."""


class Mistake(SuiteError):
    """Something in a form that cannot be; its words are the reader's already."""


class Forms:
    """``dialog``: the one that is open. ``done``: something was written, read all again. ``name``: of its tasks."""

    def __init__(
        self, console: Console, parent: QWidget, done: Callable[[], None], name: str, refused: Refusing
    ) -> None:
        self.console, self.parent, self._done, self._name, self._refused = console, parent, done, name, refused
        self.dialog: Form | None = None

    def close(self) -> None:
        """Whatever was written there is given up."""
        if self.dialog is not None:
            self.dialog.reject()

    def said(self, problem: Exception) -> str:
        """In the reader's words."""
        language = self.console.ground.language
        if isinstance(problem, Refused):
            return self._refused(problem.code, problem.message, language) or trouble(problem, language)
        if isinstance(problem, SuiteError) and not isinstance(problem, Mistake):
            return trouble(problem, language)
        return one_line(problem)

    def ask(self, asked: Questions, deed: Deed) -> None:
        """Open a form that ends when it is done."""
        self.open(FieldsForm(self.console.ground, self.parent, asked), deed)

    def open(self, dialog: FieldsForm, deed: Deed, *, stays: bool = False) -> None:
        """Open this form. Its key stays while it is open: pressed again after a lost answer, nothing is done twice.

        ``stays``: it is not over when its deed is.
        """
        self.close()
        key = uuid4().hex
        dialog.decided.connect(lambda: self.console.spawn(self._in_form(dialog, deed, key, stays=stays), self._name))
        self.hold(dialog)

    def hold(self, dialog: Form) -> None:
        """Open it, and have it closed with the page."""
        dialog.finished.connect(lambda _result: self._closed(dialog))
        self.dialog = dialog
        dialog.open()

    def _closed(self, dialog: Form) -> None:
        if self.dialog is dialog:
            self.dialog = None

    async def _in_form(self, dialog: FieldsForm, deed: Deed, key: str, *, stays: bool) -> None:
        try:
            told = await deed(dialog.said(), key)
        except (Away, SuiteError) as problem:
            if self.dialog is dialog:
                dialog.fail(self.said(problem))
            return
        if self.dialog is dialog and stays:
            dialog.set_busy(is_busy=False)
        elif self.dialog is dialog:
            dialog.succeed()
        if told:
            self.console.say(told)
        self._done()
