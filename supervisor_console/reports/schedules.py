"""Reports that the daemon sends regularly: an account's own, with what came of the last times.

Written under the account's own role; whether mail and folders are allowed is said by the daemon's settings, and what
they refuse stands in the runs.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import escape, unescape
from shared.errors import Refused
from shared.language import to_translate
from shared.reports.catalogue import READY
from shared.reports.definition import Definition, understood
from shared.reports.due import Every
from supervisor_console.reports.own_reports import LONGEST_NAME, checked_name

Format = Literal["csv", "xlsx", "pdf"]
Outcome = Literal["sent", "failed", "skipped"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "pdf")
LAST_RUNS = 5
MOST_ADDRESSES = 50
LAST_DAY = {"day": 31, "week": 7, "month": 31}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """When what is made and where it goes. ``day`` of the week (1: Monday) or month; ``minute`` of the local day.

    ``folder``: under the one that the daemon's settings name, "" none. ``definition`` None: of a newer program.
    """

    name: str
    definition: Definition | None
    every: Every = "day"
    day: int = 1
    minute: int = 6 * 60
    formats: tuple[Format, ...] = ("pdf",)
    mail_to: tuple[str, ...] = ()
    folder: str = ""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a time; ``outcome`` None: it is still tried, ``detail`` says why it did not go."""

    due_at: datetime
    tries: int
    outcome: Outcome | None = None
    detail: str = ""


class Scheduled(msgspec.Struct, frozen=True, kw_only=True):
    """``runs``: the last ones, the youngest first."""

    schedule: str
    plan: Plan
    is_on: bool
    runs: tuple[Run, ...] = ()


class Fault(NamedTuple):
    """What is wrong with a plan: a line to be translated, with ``{what}`` in it where there is something to name."""

    line: str
    what: str = ""

    def __str__(self) -> str:
        return self.line.format(what=self.what)


def fault_of(plan: Plan) -> Fault | None:
    """The first thing that is wrong; None: it can be saved."""
    name = escape(plan.name.strip())
    if not name or len(name) > LONGEST_NAME:
        return Fault(to_translate("A name of at most {what} letters is needed."), str(LONGEST_NAME))
    if not 0 <= plan.minute < 24 * 60:
        return Fault(to_translate("The time must be between 00:00 and 23:59."))
    if not 1 <= plan.day <= LAST_DAY[plan.every]:
        return Fault(to_translate("There is no such day: {what}."), str(plan.day))
    if not plan.formats or set(plan.formats) - set(FORMATS):
        return Fault(to_translate("Choose CSV, XLSX or PDF."))
    if not plan.mail_to and not plan.folder:
        return Fault(to_translate("Say to whom it goes, or into which folder."))
    return _fault_of_places(plan)


def _fault_of_places(plan: Plan) -> Fault | None:
    wrong = next((one for one in plan.mail_to if not _ADDRESS.fullmatch(one) or len(one) > 254), None)
    if wrong is not None:
        return Fault(to_translate("This is not an address for mail: {what}"), wrong)
    if len(plan.mail_to) > MOST_ADDRESSES:
        return Fault(to_translate("At most {what} addresses are possible."), str(MOST_ADDRESSES))
    if plan.folder and (not _FOLDER.fullmatch(plan.folder) or len(plan.folder) > LONGEST_NAME):
        return Fault(to_translate("A folder is a plain name without / \\ : and does not begin with a dot."))
    return None


def schedules(connection: Connection) -> tuple[Scheduled, ...]:
    """The account's own by name."""
    runs: dict[str, list[Run]] = {}
    for row in connection.execute(_RUNS, {"most": LAST_RUNS}):
        made = Run(due_at=row.due_at, tries=row.tries, outcome=row.outcome, detail=unescape(row.detail))
        runs.setdefault(row.schedule, []).append(made)
    return tuple(_scheduled(row, runs.get(row.schedule, [])) for row in connection.execute(_ALL))


def save(connection: Connection, plan: Plan, schedule: str = "") -> str:
    """Keep it, in place of the one of that id; its id. Times count from now on. Raises Refused in one line."""
    fault = fault_of(plan)
    if fault is not None:
        raise Refused(str(fault))
    if plan.definition is None:
        raise Refused("a report of a newer program cannot be changed")
    values = {
        **{name: getattr(plan, name) for name in ("every", "day", "minute")},
        "formats": [one for one in FORMATS if one in plan.formats], "mail_to": list(dict.fromkeys(plan.mail_to)),
        "name": checked_name(plan.name), "folder": escape(plan.folder), "schedule": schedule or uuid4().hex,
        "report": msgspec.json.encode(plan.definition).decode(),
    }  # fmt: skip
    done = connection.execute(_CHANGE if schedule else _ADD, values)
    if not done.rowcount:
        raise Refused("this report is not sent any more")
    return str(values["schedule"])


def switch(connection: Connection, schedule: str, *, is_on: bool) -> None:
    """Send it from now on, or no longer. Raises Refused: it is not there any more."""
    if not connection.execute(_SWITCH, {"schedule": schedule, "is_on": is_on}).rowcount:
        raise Refused("this report is not sent any more")


def delete(connection: Connection, schedule: str) -> None:
    """Forget it with its runs; one that is not there is forgotten already."""
    connection.execute(_DELETE, {"schedule": schedule})


def _scheduled(row: Any, runs: list[Run]) -> Scheduled:
    plan = Plan(
        name=unescape(row.name), definition=understood(row.report, READY), every=row.every, day=row.day,
        minute=row.minute, formats=tuple(row.formats), mail_to=tuple(row.mail_to), folder=unescape(row.folder),
    )  # fmt: skip
    return Scheduled(schedule=row.schedule, plan=plan, is_on=row.is_on, runs=tuple(runs))


_ADDRESS = re.compile(r"[^\s@,;<>\"()\x00-\x1f]+@[^\s@,;<>\"()\x00-\x1f]+")
_FOLDER = re.compile(r"[^\\/:.\x00-\x1f][^\\/:\x00-\x1f]*")
_ALL = sql("""
    select schedule, name, report, every, day, minute, formats, mail_to, folder, is_on from report_schedule
    where account = session_user order by name, schedule
""")
_RUNS = sql("""
    select r.schedule, r.due_at, r.tries, r.outcome, r.detail from report_schedule s
    cross join lateral (
        select * from report_run where report_run.schedule = s.schedule order by due_at desc limit :most
    ) r
    where s.account = session_user order by r.schedule, r.due_at desc
""")
_ADD = sql("""
    insert into report_schedule (schedule, name, report, every, day, minute, formats, mail_to, folder)
    values (:schedule, :name, cast(:report as jsonb), :every, :day, :minute, cast(:formats as text[]),
        cast(:mail_to as text[]), :folder)
""")
_CHANGE = sql("""
    update report_schedule set name = :name, report = cast(:report as jsonb), every = :every, day = :day,
        minute = :minute, formats = cast(:formats as text[]), mail_to = cast(:mail_to as text[]), folder = :folder,
        changed_at = now()
    where account = session_user and schedule = :schedule
""")
_SWITCH = sql("update report_schedule set is_on = :is_on, changed_at = now() "
              "where account = session_user and schedule = :schedule")  # fmt: skip
_DELETE = sql("delete from report_schedule where account = session_user and schedule = :schedule")
