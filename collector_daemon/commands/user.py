"""``user add|list|disable|enable|unlock|password|queues|roles|skills|rights|title|token|audit``: who signs in.

A password is asked for, or read from standard input or from a private file; never from the command line, which
everybody on the machine can read. A token for a screen on a wall is signed with the daemon's own secret, so it can only
be made where that can be read.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from collector_daemon.commands.opening import add_config, data_folder, read_settings
from shared.clock import SystemClock
from shared.credentials import Secret, read_secret
from shared.domain.abilities import read_languages, read_skills
from shared.domain.accounts import RIGHTS, ROLES
from shared.errors import BadSecret, UsageError

if TYPE_CHECKING:
    from shared.database.accounts import AccountBook

NAME = "user"
HELP = "accounts: add, list, disable, unlock, passwords, queues, roles and their rights; tokens for screens; the audit"
MOST_DAYS = 36_500


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    deeds = parser.add_subparsers(dest="deed", metavar="DEED", required=True)
    listing = deeds.add_parser("list", help="all accounts with their roles and queues")
    add = deeds.add_parser("add", help="make an account")
    _add_name(add)
    _add_roles(add)
    _add_queues(add, is_needed=False)
    add.add_argument("--agent", metavar="EXTENSION", help="the extension of the agent that this person is")
    add.add_argument("--title", default="", metavar="NAME", help='what the person is called, e.g. "Petr Dvořák"')
    _add_password(add)
    disable = deeds.add_parser("disable", help="let an account in no more")
    enable = deeds.add_parser("enable", help="let a disabled account in again")
    unlock = deeds.add_parser("unlock", help="let an account in again after too many wrong passwords")
    password = deeds.add_parser("password", help="give an account another password")
    queues = deeds.add_parser("queues", help="say which queues an account sees")
    roles = deeds.add_parser("roles", help="give an account these roles and no others")
    skills = deeds.add_parser("skills", help="say what an operator can, for campaigns that ask for it")
    title = deeds.add_parser("title", help="say what a person is called; empty: the account's name")
    token = deeds.add_parser("token", help="print a long-lived token for an account whose only role is wallboard")
    token.add_argument("--days", type=_days, default=3650, metavar="N", help="how long it is good (default 3650)")
    rights = deeds.add_parser("rights", help="what roles may do; or change it for one")
    audit = deeds.add_parser("audit", help="check that the audit is what was written")
    for child in (disable, enable, unlock, password, queues, roles, skills, title, token):
        _add_name(child)
    _add_skills(skills)
    _add_rights(rights)
    title.add_argument("title", metavar="TITLE")
    _add_password(password)
    _add_queues(queues, is_needed=True)
    _add_roles(roles)
    for child in (listing, add, disable, enable, unlock, password, queues, roles, skills, rights, title, token, audit):
        add_config(child)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text}: 1 to {MOST_DAYS} days expected")
    return int(text)


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def _add_roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role", action="append", choices=ROLES, required=True, dest="roles", help="may be given several times"
    )


def _add_skills(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--skills", metavar="A 8,B", type=_skills, help='each with its level, 1 to 10; "": none')
    parser.add_argument("--languages", metavar="cs,en", type=read_languages, help='codes of languages; "": none said')


def _skills(text: str) -> dict[str, int]:
    try:
        return read_skills(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{problem}: a skill and its level, 1 to 10, expected") from None


def _add_rights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", choices=ROLES, nargs="?", help="without it all roles are listed")
    for option, text in (("--gain", "may do this from now on"), ("--lose", "may not do this any more")):
        parser.add_argument(
            option, metavar="RIGHT", action="append", choices=RIGHTS, default=[], help=f"{text}; several times"
        )


def _add_queues(parser: argparse.ArgumentParser, *, is_needed: bool) -> None:
    chosen = parser.add_mutually_exclusive_group(required=is_needed)
    chosen.add_argument("--queues", metavar="A,B", help="sees these queues only")
    chosen.add_argument("--all-queues", action="store_true", help="sees all queues (the default of add)")


def _add_password(parser: argparse.ArgumentParser) -> None:
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--password-file", type=Path, metavar="FILE", help="a file that only you can read")
    chosen.add_argument("--password-stdin", action="store_true", help="the first line of standard input")
    parser.add_argument("--must-change", action="store_true", help="it has to be changed at the next sign-in")


def run(options: argparse.Namespace) -> int:
    """Do it. Exit 2 with one line for a mistake."""
    # Here and not above: SQLAlchemy takes a second to import, and --help needs none of it.
    from collector_daemon.commands.shared_database import open_database
    from collector_daemon.commands.user_printing import print_audit, print_list
    from shared.database.accounts import open_book

    secret = _password(options) if options.deed in ("add", "password") else None
    config = read_settings(options.config)
    with open_database(config) as url, open_book(url, f"{getpass.getuser()} (system user)") as book:
        if options.deed == "audit":
            return print_audit(url)
        if options.deed == "list":
            print_list(book)
        elif options.deed == "rights":
            _do_rights(book, options)
        elif options.deed == "token":
            _print_token(book, options.name, timedelta(days=options.days), data_folder(config))
        elif secret is not None:
            _do_with_password(book, options, secret)
        else:
            _do(book, options)
    return 0


def _do_with_password(book: AccountBook, options: argparse.Namespace, secret: Secret) -> None:
    if options.deed == "add":
        book.add(
            options.name, options.roles, secret, queues=_queues(options), agent=options.agent, title=options.title,
            must_change_password=options.must_change,
        )  # fmt: skip
    else:
        book.set_password(options.name, secret, must_change_password=options.must_change)


def _do(book: AccountBook, options: argparse.Namespace) -> None:
    match options.deed:
        case "disable":
            book.disable(options.name)
        case "enable":
            book.enable(options.name)
        case "unlock":
            book.unlock(options.name)
        case "queues":
            book.set_queues(options.name, _queues(options))
        case "roles":
            book.set_roles(options.name, options.roles)
        case "skills":
            if options.skills is None and options.languages is None:
                raise UsageError("say --skills, --languages or both")
            book.set_abilities(options.name, options.skills, options.languages)
        case "title":
            book.set_title(options.name, options.title)


def _do_rights(book: AccountBook, options: argparse.Namespace) -> None:
    from collector_daemon.commands.user_printing import print_rights

    if options.role is not None:
        book.set_rights(options.role, {*book.rights()[options.role], *options.gain} - {*options.lose})
    elif options.gain or options.lose:
        raise UsageError("which role? user rights ROLE --gain RIGHT")
    print_rights(book)


def _print_token(book: AccountBook, name: str, lifetime: timedelta, folder: Path) -> None:
    """The token alone on standard output, so that ``> FILE`` is all there is to do."""
    from collector_daemon.feed.ports import Limits
    from collector_daemon.feed.secret import known_feed_secret
    from collector_daemon.feed.tokens import Tokens

    clock, limits = SystemClock(), Limits()
    tokens = Tokens(known_feed_secret(folder), clock, limits.token, limits.token_chain)
    token, expires_at = tokens.issue_lasting(book.for_token(name, clock.now() + lifetime), lifetime)
    sys.stderr.write(
        f"good until {expires_at:%Y-%m-%d}, or until {name} or its role is changed or it is disabled; keep it private\n"
    )
    sys.stdout.write(token + "\n")


def _queues(options: argparse.Namespace) -> list[str] | None:
    if not options.queues:
        return None
    return [queue.strip() for queue in options.queues.split(",") if queue.strip()]


def _password(options: argparse.Namespace) -> Secret:
    if options.password_file is not None:
        return read_secret(options.password_file)
    if options.password_stdin:
        return _typed(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise UsageError("nobody to ask for the password: use --password-stdin or --password-file")
    first = getpass.getpass(f"Password for {options.name}: ")
    if getpass.getpass("Again: ") != first:
        raise UsageError("the two passwords differ; nothing was done")
    return _typed(first)


def _typed(text: str) -> Secret:
    if not text:
        raise BadSecret("the password is empty")
    return Secret(text)
