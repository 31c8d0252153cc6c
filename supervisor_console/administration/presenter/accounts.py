"""The tab of accounts: the table, its filters, what may be done with the chosen account."""

from __future__ import annotations

from shared.domain.abilities import skills_told
from shared.domain.accounts import ROLES, Role
from supervisor_console.administration.presenter import matrix, words
from supervisor_console.administration.presenter.moment import AccountsMoment, Around
from supervisor_console.administration.screen.accounts import AccountLine, AccountsShown
from supervisor_console.reports.accounts import AccountFound, AccountsFound
from supervisor_console.views.pieces import Choice, Deed, Mark, Option, choice_of

WITH_EXTENSION = "with_extension"
"""Beside roles: whoever has a phone, and so is an operator of the centre."""


def shown(moment: AccountsMoment, around: Around) -> AccountsShown:
    """The whole tab."""
    text, found = around.language.text, moment.found or AccountsFound()
    wanted = [one for one in found.accounts if _is_wanted(one, moment, around)]
    refusal = refused(around)
    chosen = next((one for one in wanted if one.name == moment.chosen), None)
    foot = text("{number} of {all}", number=len(wanted), all=len(found.accounts))
    return AccountsShown(
        title=text("Accounts"), count=around.language.number(len(found.accounts)) if found.accounts else "",
        foot=foot if moment.found is not None else "", lines=tuple(_line(one, around) for one in wanted),
        chosen=chosen.name if chosen is not None else None,
        empty=text("No account is like that.") if moment.found is not None and not wanted else "",
        role=_roles(moment, around), search_hint=text("Name or extension"),
        new=Deed(text("New account"), "plus", refusal), deeds=_deeds(chosen, found, around, refusal),
        rights=matrix.shown(moment, around, refusal), is_old=moment.knowing.away_since is not None,
    )  # fmt: skip


def refused(around: Around) -> str:
    """Why nothing can be changed now; "": it can."""
    if around.daemon_away_since is not None:
        return around.language.text("The server is away: nothing can be changed now.")
    return ""


def called(account: AccountFound) -> str:
    """What the person is called."""
    return account.title or account.name


def guard(account: AccountFound, found: AccountsFound, around: Around) -> str:
    """Why this account must stay as an administrator; "": it need not."""
    if "administration" not in found.rights_of(account):
        return ""
    if account.name == around.account:
        return around.language.text("This is your own account: another administrator has to do that.")
    others = [one for one in found.accounts if one.name != account.name and _administers(one, found)]
    return "" if others else around.language.text("This is the last administrator.")


def _administers(account: AccountFound, found: AccountsFound) -> bool:
    return account.is_enabled and "administration" in found.rights_of(account)


def _is_wanted(account: AccountFound, moment: AccountsMoment, around: Around) -> bool:
    if moment.role == WITH_EXTENSION and not account.extension:
        return False
    if moment.role not in ("", WITH_EXTENSION) and moment.role not in account.roles:
        return False
    queues = tuple(around.centre.queue_title(queue) for queue in account.queues or ())
    able = (*account.skills, *account.languages)
    said = " ".join((account.name, account.title, account.extension or "", *queues, *able)).casefold()
    return all(word in said for word in moment.text.casefold().split())


def _roles(moment: AccountsMoment, around: Around) -> Choice:
    text = around.language.text
    roles = (Option(role, text(words.ROLE_WORDS[role]), role == moment.role) for role in ROLES)
    seated = Option(WITH_EXTENSION, text("Operators with an extension"), moment.role == WITH_EXTENSION)
    options = (Option("", text("All|roles"), not moment.role), seated, *roles)
    return choice_of(text("Role"), options)


def _line(account: AccountFound, around: Around) -> AccountLine:
    language, is_off = around.language, not account.is_enabled
    last = words.moment_of(account.last_login_at, around.now, around.zone, language)
    hint = words.day_and_time(account.last_login_at, around.zone, language) if account.last_login_at else ""
    return AccountLine(
        name=account.name, title=Mark(called(account), "muted" if is_off else "text", weight=600),
        login=Mark(account.name, "muted"), extension=Mark(account.extension or words.NOTHING, "muted"),
        roles=Mark(words.roles(account.roles, language), hint=_seen(account, around)),
        last=Mark(last, "muted", hint=hint), state=state(account, around),
        last_order=account.last_login_at.timestamp() if account.last_login_at else None,
    )  # fmt: skip


def _seen(account: AccountFound, around: Around) -> str:
    """Roles, what the person can, and which queues it sees."""
    language = around.language
    able = "; ".join(part for part in (skills_told(account.skills), ", ".join(account.languages)) if part)
    said = words.roles(account.roles, language)
    if able:
        said = language.text("{roles}. Can: {skills}", roles=said, skills=able)
    if account.queues is None:
        return language.text("{roles}. Sees all queues.", roles=said)
    queues = ", ".join(around.centre.queue_title(queue) or queue for queue in account.queues) or words.NOTHING
    return language.text("{roles}. Sees: {queues}", roles=said, queues=queues)


def state(account: AccountFound, around: Around) -> Mark:
    """Disabled before locked before a password that must be changed; else active."""
    text = around.language.text
    if not account.is_enabled:
        return Mark(text("Disabled|account"), "offline", "circle_cross", is_state=True)
    if account.locked_until is not None:
        until = around.language.clock(account.locked_until, around.zone, seconds=False)
        hint = text("After too many wrong passwords, until {time}.", time=until)
        return Mark(text("Locked"), "bad", "lock", hint=hint, is_state=True)
    if account.must_change_password:
        hint = text("The password must be changed at the next sign-in.")
        return Mark(text("Must change"), "warn", "clock", hint=hint, is_state=True)
    return Mark(text("Active|account"), "good", "circle_tick", is_state=True)


def _deeds(chosen: AccountFound | None, found: AccountsFound, around: Around, refusal: str) -> dict[str, Deed]:
    text = around.language.text
    none = text("Choose an account first.") if chosen is None else ""
    held = guard(chosen, found, around) if chosen is not None and chosen.is_enabled else ""
    is_off = chosen is not None and not chosen.is_enabled
    not_locked = "" if chosen is None or chosen.locked_until is not None else text("The account is not locked.")
    own = chosen is not None and chosen.name == around.account
    own_password = text("Change your own password in the menu under your name.") if own else ""
    return {
        "account_edit": Deed(text("Edit"), "pencil", refusal or none),
        "account_password": Deed(text("New password"), "refresh", refusal or none or own_password),
        "account_unlock": Deed(text("Unlock"), "lock", refusal or none or not_locked),
        "account_switch": Deed(
            text("Enable") if is_off else text("Disable"), "circle_tick" if is_off else "circle_cross",
            refusal or none or held, is_dangerous=not is_off,
        ),
    }  # fmt: skip


def role_options(marked: tuple[Role, ...], around: Around) -> tuple[Option, ...]:
    """All roles, some of them chosen."""
    return tuple(Option(role, around.language.text(words.ROLE_WORDS[role]), role in marked) for role in ROLES)
