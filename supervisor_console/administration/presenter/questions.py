"""What the forms of accounts ask, and what is wrong with what was written in them."""

from __future__ import annotations

from shared.database.account_checks import LANGUAGE, NAME, SHORTEST_PASSWORD
from shared.domain.abilities import read_languages, read_skills, skills_told
from shared.language import Language
from supervisor_console.administration.presenter import accounts
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.screen.accounts import AccountForm, AccountQuestion, PasswordQuestion
from supervisor_console.reports.accounts import AccountFound, AccountsFound
from supervisor_console.views.pieces import Option


def new_account(found: AccountsFound, around: Around, password: str) -> AccountQuestion:
    """Ask for all of a new one; the password is proposed."""
    text = around.language.text
    form = AccountForm(roles=("operator",), password=password)
    return AccountQuestion(
        title=text("New account"), accept=text("Create account"), form=form,
        roles=accounts.role_options(form.roles, around), queues=_queues(found, (), around), is_new=True,
    )  # fmt: skip


def edit_account(account: AccountFound, found: AccountsFound, around: Around) -> AccountQuestion:
    """Ask what shall be different of this one."""
    text = around.language.text
    form = form_of(account)
    return AccountQuestion(
        title=text("Account of {name}", name=accounts.called(account)), accept=text("Save"), form=form,
        roles=accounts.role_options(form.roles, around), queues=_queues(found, account.queues or (), around),
        is_new=False, own_guard=accounts.guard(account, found, around),
    )  # fmt: skip


def new_password(account: AccountFound, around: Around, password: str) -> PasswordQuestion:
    """Ask for another password of somebody's."""
    text = around.language.text
    return PasswordQuestion(
        title=text("New password of {name}", name=accounts.called(account)), accept=text("Set password"),
        hint=text("The present password ends at once, and so do the account's sessions."), password=password,
    )  # fmt: skip


def form_of(account: AccountFound) -> AccountForm:
    """What a form says of an account as it is."""
    return AccountForm(
        name=account.name, title=account.title, roles=account.roles, extension=account.extension or "",
        queues=account.queues, must_change_password=account.must_change_password,
        skills=skills_told(account.skills), languages=", ".join(account.languages),
    )  # fmt: skip


def mistake(form: AccountForm, found: AccountsFound, around: Around, *, is_new: bool) -> str:
    """What is wrong with it, in one sentence; "": nothing that can be told here."""
    text = around.language.text
    if is_new and not NAME.fullmatch(form.name):
        return text("The sign-in begins with a letter, then letters, digits and . _ - @ may follow.")
    if is_new and any(one.name == form.name for one in found.accounts):
        return text("There is an account of this name already.")
    if not form.roles:
        return text("Choose at least one role.")
    if form.queues is not None and not form.queues:
        return text("Choose at least one queue, or all of them.")
    if is_new and (problem := password_mistake(form.password, around.language)):
        return problem
    return _abilities_mistake(form, around.language) or _own(form, found, around)


def password_mistake(password: str, language: Language) -> str:
    """What is wrong with a password; "": nothing."""
    if len(password) < SHORTEST_PASSWORD:
        return language.text("A password has at least {number} characters.", number=SHORTEST_PASSWORD)
    return ""


def _abilities_mistake(form: AccountForm, language: Language) -> str:
    try:
        read_skills(form.skills)
    except ValueError as problem:
        return language.text("“{text}” is no skill: a name and a level from 1 to 10, like “sales 8”.", text=problem)
    wrong = next((one for one in read_languages(form.languages) if not LANGUAGE.fullmatch(one)), "")
    return language.text("“{text}” is no language: write its code, like cs or de.", text=wrong) if wrong else ""


def _own(form: AccountForm, found: AccountsFound, around: Around) -> str:
    """Nobody takes the administration from himself, nor from the last who has it."""
    account = next((one for one in found.accounts if one.name == form.name), None)
    if account is None or any("administration" in found.rights.get(role, frozenset()) for role in form.roles):
        return ""
    return accounts.guard(account, found, around)


def _queues(found: AccountsFound, marked: tuple[str, ...], around: Around) -> tuple[Option, ...]:
    """The centre's queues in its order, then those that only the database knows, or the account."""
    named = [one.queue for one in around.centre.queues]
    names = list(dict.fromkeys([*named, *found.queues, *marked]))
    return tuple(
        Option(name, around.centre.queue_title(name) or name, name in marked, name if name in named else "")
        for name in names
    )
