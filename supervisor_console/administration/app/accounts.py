"""The tab of accounts at work: asks the database, keeps filters and the draft of rights, gives commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.abilities import read_languages, read_skills
from shared.domain.accounts import RIGHTS, Right, Role
from shared.errors import SuiteError
from shared.feed_client.refusals import trouble
from supervisor_console.administration.presenter import matrix
from supervisor_console.administration.presenter.moment import AccountsMoment, Around
from supervisor_console.administration.screen.accounts import AccountForm
from supervisor_console.asking import Asked
from supervisor_console.page import Console
from supervisor_console.reports.accounts import AccountFound, AccountsFound, accounts_found

Draft = Mapping[Role, frozenset[Right]]


class Accounts:
    """What is known of accounts, and what is done to them. ``changed`` is called when anything here is different."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.asked: Asked[AccountsFound] = Asked(console, "administration: accounts", changed)
        self.role, self.text = "", ""
        self.chosen: str | None = None
        self.draft: Draft | None = None
        self.is_saving = False

    @property
    def found(self) -> AccountsFound:
        """What the database said last."""
        return self.asked.answer or AccountsFound()

    def account(self) -> AccountFound | None:
        """The chosen one."""
        return next((one for one in self.found.accounts if one.name == self.chosen), None)

    def moment(self) -> AccountsMoment:
        """All of it."""
        return AccountsMoment(
            knowing=self.asked.knowing, found=self.asked.answer, role=self.role, text=self.text, chosen=self.chosen,
            draft=self.draft, is_saving=self.is_saving,
        )  # fmt: skip

    def ask(self) -> None:
        """Ask the database anew."""
        self.asked.ask(accounts_found)

    # --- rights

    def edit(self) -> None:
        """Begin a draft."""
        if self.found.rights:
            self.draft = dict(self.found.rights)

    def press(self, row: str, role: Role) -> None:
        """The next level of this cell."""
        thing = matrix.thing_of(row)
        if self.draft is not None and not self.is_saving and not matrix.is_fixed(role, thing):
            self.draft = {**self.draft, role: matrix.stepped(self.draft[role], thing)}

    async def save(self, around: Around) -> None:
        """Role by role; the account's own last, because that ends its sessions."""
        if self.draft is None or self.is_saving:
            return
        draft, own = self.draft, {role for one in self.found.accounts if one.name == around.account
                                  for role in one.roles}  # fmt: skip
        changed = sorted(matrix.changed_roles(self.found.rights, draft), key=lambda role: role in own)
        self.is_saving = True
        self._changed()
        try:
            for role in changed:
                await self._console.command(
                    "role.rights", role=role, rights=[right for right in RIGHTS if right in draft[role]]
                )
        except SuiteError as problem:
            self._console.say(trouble(problem, around.language), is_bad=True)
        else:
            self.draft = None
            self._console.say(around.language.text("The rights are changed."))
        finally:
            self.is_saving = False
            self.ask()
            self._changed()

    # --- accounts

    async def fresh(self, name: str) -> AccountFound | None:
        """An account as it is this moment: a command says all of it at once. Raises Away."""
        found = await self._console.database.ask(accounts_found)
        return next((one for one in found.accounts if one.name == name), None)

    async def done(self, command: str, **params: Any) -> None:
        """Give the command, then ask what has come of it. Raises what the command raises."""
        await self._console.command(command, **params)
        await self.asked.ask(accounts_found)


def added(form: AccountForm) -> dict[str, Any]:
    """What ``account.add`` is told."""
    return {
        "name": form.name, "title": form.title, "roles": list(form.roles), "extension": form.extension or None,
        "queues": None if form.queues is None else list(form.queues), "password": form.password,
        "must_change_password": form.must_change_password, **_abilities(form),
    }  # fmt: skip


def changed(form: AccountForm, account: AccountFound) -> dict[str, Any]:
    """What ``account.change`` is told: the form's, and the rest as it is."""
    return {
        "name": account.name, "title": form.title, "roles": list(form.roles), "extension": form.extension or None,
        "queues": None if form.queues is None else list(form.queues), "is_enabled": account.is_enabled,
        "must_change_password": account.must_change_password, **_abilities(form),
    }  # fmt: skip


def _abilities(form: AccountForm) -> dict[str, Any]:
    return {"skills": read_skills(form.skills), "languages": list(read_languages(form.languages))}
