"""``do-not-call FILE --list NAME``: numbers from a file onto a do-not-call list, all of them or none."""

from __future__ import annotations

import argparse
import getpass
import hashlib
import sys
from datetime import date
from pathlib import Path

from collector_daemon.commands.opening import add_config, read_settings
from shared.domain.commands.dialer import DoNotCallImport
from shared.domain.dialer_replies import ImportReply, LineFault
from shared.errors import Unavailable, UsageError

NAME = "do-not-call"
HELP = "put the numbers of a CSV or XLSX file on a do-not-call list; with --look only tell what would be"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX; its first line names the columns")
    parser.add_argument("--list", required=True, metavar="NAME", help="the list")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--campaign", metavar="KEY", help="for one campaign (default: for the whole centre)")
    whose.add_argument("--owner", metavar="NAME", help="for the campaigns of one owner")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="the last day, 2027-12-31")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, where the file has none")
    parser.add_argument("--column", action="append", default=[], metavar="THEIRS=OURS",
                        help="ours are number, number:NAME, until, why (default: guessed by their names)")  # fmt: skip
    for name in ("encoding", "separator", "sheet"):
        parser.add_argument(f"--{name}", default="", help="default: guessed")
    parser.add_argument("--leave-out-faulty", action="store_true", help="take the good lines though others have faults")
    parser.add_argument("--look", action="store_true", help="change nothing")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Exit 0; 2 where the file has faults and nothing was taken, each fault in a line on stderr."""
    from collector_daemon.commands.shared_database import open_database
    from collector_daemon.dialer.lists.reader import read
    from collector_daemon.dialer.lists.sheet_reading import Told
    from collector_daemon.dialer.lists.taking_listed import ListedTask
    from collector_daemon.store.audit import Act
    from shared.clock import SystemClock

    config, asked, now = read_settings(options.config), _asked(options), SystemClock().now()
    who = f"{getpass.getuser()} (system user)"
    told: list[ImportReply] = []

    def hear(one: Told) -> None:
        told.extend([one.reply] if one.reply is not None else [])

    try:
        with options.file.open("rb") as file:
            hashed = hashlib.file_digest(file, "sha256").hexdigest()
        size = options.file.stat().st_size
    except OSError as problem:
        raise UsageError(f"{options.file}: {problem.strerror}") from None
    with open_database(config) as url:
        read(ListedTask(
            url=url, asked=asked, path=str(options.file), size=size, hash=hashed, by=who, at=now,
            country=config.centre.country,
            act=Act(happened_at=now, account=who, act="do-not-call: imported", subject=options.list, origin="terminal"),
        ), hear)  # fmt: skip
    return _tell(told[-1])


def _asked(options: argparse.Namespace) -> DoNotCallImport:
    columns = dict(one.rpartition("=")[::2] for one in options.column)
    if "" in columns or "" in columns.values():
        raise UsageError("a column is THEIRS=OURS, as in --column 'Phone number=number'")
    return DoNotCallImport(
        upload="-", name=options.file.name[:128] or "-", list=options.list, campaign=options.campaign,
        owner=options.owner, until=options.until, why=options.why, columns=columns, encoding=options.encoding,
        separator=options.separator, sheet=options.sheet, is_preview=options.look,
        leaves_out_faulty=options.leave_out_faulty,
    )  # fmt: skip


def _tell(reply: ImportReply) -> int:
    columns = ", ".join(f"{theirs} = {ours}" for theirs, ours in reply.columns.items())
    if reply.columns:
        sys.stderr.write(f"{reply.encoding or reply.sheet}, columns: {columns}\n")
    for one in (*reply.faults, *reply.left_out):
        sys.stderr.write(f"line {one.line}: {_words(one)}\n" if one.line else f"{_words(one)}\n")
    if reply.state == "refused" and reply.why != "faults":
        problem = reply.message + (f" (line {reply.line})" if reply.line else "")
        raise Unavailable(problem) if reply.why == "unavailable" else UsageError(problem)
    done = {"looked_at": "would be put", "taken": "put"}.get(reply.state, "not put")
    sys.stdout.write(
        f"{reply.good} numbers {done} on the list; {reply.known} are on it already, {reply.doubles} are there twice, "
        f"{reply.faulty} of {reply.lines} lines have faults\n")
    return 2 if reply.state == "refused" else 0


def _words(one: LineFault) -> str:
    known = {"double": f"the same as line {one.of}", "listed": "is on the list already"}
    said = known.get(one.kind, one.kind.replace("_", " "))
    return " ".join(part for part in (one.column and f"{one.column}:", said, one.value) if part)
