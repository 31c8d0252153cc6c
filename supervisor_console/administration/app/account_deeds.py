"""What is wished of accounts: forms that ask, commands that do it, and words for what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from shared.feed_client.refusals import trouble
from supervisor_console.administration.app.accounts import Accounts, added, changed
from supervisor_console.administration.app.passwords import made_up
from supervisor_console.administration.presenter import questions
from supervisor_console.administration.presenter.accounts import called
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.views.account_forms import AccountDialog, PasswordDialog
from supervisor_console.page import Away, Console
from supervisor_console.reports.accounts import AccountFound
from supervisor_console.views.asking import confirmed
from supervisor_console.views.forms import Form


class AccountDeeds:
    """``dialog``: the form that is open."""

    def __init__(
        self, console: Console, accounts: Accounts, around: Callable[[], Around], parent: QWidget
    ) -> None:
        self._console, self._accounts, self._around, self._parent = console, accounts, around, parent
        self.dialog: Form | None = None

    def close(self) -> None:
        """The console ends."""
        if self.dialog is not None:
            self.dialog.reject()

    def do(self, wish: Wish) -> None:
        """Open the form, or ask and do it."""
        account = self._accounts.account()
        match wish.kind:
            case "account_new":
                self._open_new()
            case "account_edit" if account is not None:
                self._open_edit(account)
            case "account_password" if account is not None:
                self._open_password(account)
            case "account_switch" if account is not None:
                self._spawn(self._switch(account))
            case "account_unlock" if account is not None:
                self._spawn(self._unlock(account))

    # --- forms

    def _open_new(self) -> None:
        question = questions.new_account(self._accounts.found, self._around(), made_up())
        dialog = AccountDialog(self._console.ground, self._parent, question)
        dialog.decided.connect(lambda: self._spawn(self._in_form(dialog, self._add(dialog))))
        self._open(dialog)

    def _open_edit(self, account: AccountFound) -> None:
        question = questions.edit_account(account, self._accounts.found, self._around())
        dialog = AccountDialog(self._console.ground, self._parent, question)
        dialog.decided.connect(lambda: self._spawn(self._in_form(dialog, self._change(dialog))))
        self._open(dialog)

    def _open_password(self, account: AccountFound) -> None:
        question = questions.new_password(account, self._around(), made_up())
        dialog = PasswordDialog(self._console.ground, self._parent, question)
        dialog.decided.connect(lambda: self._spawn(self._in_form(dialog, self._set_password(dialog, account))))
        self._open(dialog)

    def _open(self, dialog: Form) -> None:
        self.close()
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: Form) -> None:
        if self.dialog is dialog:
            self.dialog = None

    async def _in_form(self, dialog: Form, deed: Awaitable[str]) -> None:
        """Whatever goes wrong is said in the form, which stays; what was done is said by the console."""
        try:
            said = await deed
        except (Away, SuiteError) as problem:
            if self.dialog is dialog:
                dialog.fail(self._said(problem))
            return
        if self.dialog is dialog:
            dialog.succeed()
        self._console.say(said)

    # --- deeds: each gives the sentence that tells what was done

    async def _add(self, dialog: AccountDialog) -> str:
        form, around = dialog.form(), self._around()
        self._check(questions.mistake(form, self._accounts.found, around, is_new=True))
        await self._accounts.done("account.add", **added(form))
        self._accounts.chosen = form.name
        return around.language.text("The account {name} is there.", name=form.title or form.name)

    async def _change(self, dialog: AccountDialog) -> str:
        form, around = dialog.form(), self._around()
        self._check(questions.mistake(form, self._accounts.found, around, is_new=False))
        account = await self._fresh(form.name)
        await self._accounts.done("account.change", **changed(form, account))
        return around.language.text("The account {name} is changed.", name=form.title or form.name)

    async def _set_password(self, dialog: PasswordDialog, account: AccountFound) -> str:
        password, around = dialog.password.line.text(), self._around()
        self._check(questions.password_mistake(password, around.language))
        now = await self._fresh(account.name)
        params = changed(questions.form_of(now), now)
        must_change = dialog.password.must_change.isChecked()
        await self._accounts.done("account.change", **params | {
            "password": password, "must_change_password": must_change})  # fmt: skip
        return around.language.text("{name} has another password.", name=called(now))

    async def _switch(self, account: AccountFound) -> None:
        text, name = self._console.ground.language.text, called(account)
        if account.is_enabled and not await confirmed(
            self._console.ground, self._parent, text("Disable the account of {name}?", name=name),
            text("It can sign in no more, and what it has open ends at once. It can be enabled again."),
            text("Disable"),
        ):  # fmt: skip
            return
        await self._told(self._switched(account.name, is_on=not account.is_enabled))

    async def _switched(self, name: str, *, is_on: bool) -> str:
        now, text = await self._fresh(name), self._console.ground.language.text
        params = changed(questions.form_of(now), now)
        await self._accounts.done("account.change", **params | {"is_enabled": is_on})
        if is_on:
            return text("The account of {name} is enabled.", name=called(now))
        return text("The account of {name} is disabled.", name=called(now))

    async def _unlock(self, account: AccountFound) -> None:
        await self._told(self._unlocked(account))

    async def _unlocked(self, account: AccountFound) -> str:
        await self._accounts.done("account.unlock", name=account.name)
        return self._console.ground.language.text("The account of {name} is unlocked.", name=called(account))

    # --- means

    async def _fresh(self, name: str) -> AccountFound:
        found = await self._accounts.fresh(name)
        if found is None:
            raise Mistake(self._console.ground.language.text("There is no such account any more."))
        return found

    def _check(self, mistake: str) -> None:
        if mistake:
            raise Mistake(mistake)

    async def _told(self, deed: Awaitable[str]) -> None:
        try:
            self._console.say(await deed)
        except (Away, SuiteError) as problem:
            self._console.say(self._said(problem), is_bad=True)

    def _said(self, problem: Exception) -> str:
        if isinstance(problem, SuiteError) and not isinstance(problem, Mistake):
            return trouble(problem, self._console.ground.language)
        return one_line(problem)

    def _spawn(self, work: Awaitable[None]) -> None:
        self._console.spawn(work, "administration: account")  # type: ignore[arg-type]  # these are coroutines


class Mistake(SuiteError):
    """Something in a form that cannot be; its words are the reader's already."""
