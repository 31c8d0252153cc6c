"""A report in the reader's words: titles, values as text, what must be known about it. For all files. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from shared.days import Interval, Slot
from shared.domain.agents import Gap
from shared.domain.description import CentreDescription
from shared.domain.measures.formulas import FORMULAS, Formula, Term
from shared.domain.measures.limits import Limits
from shared.language import Language, to_translate
from shared.language.formats import length
from shared.reports import words
from shared.reports.table import Column, ColumnUnit, Report, Row, Value

KEYS: dict[str, str] = {
    "queue": to_translate("Queue"), "agent": to_translate("Operator"), "line": to_translate("Line"),
    "pbx": to_translate("PBX"), "interval": to_translate("Interval"), "day": to_translate("Day"),
    "weekday": to_translate("Weekday"), "hour": to_translate("Hour"), "reason": to_translate("Reason"),
    "direction": to_translate("Direction"), "caller": to_translate("Caller"), "at": to_translate("Time"),
    "wait": to_translate("Wait"), "disposition": to_translate("Disposition"), "from": to_translate("From"),
    "to": to_translate("To"), "state": to_translate("State"), "number": to_translate("Number"),
    "destination": to_translate("Destination"), "account": to_translate("Account"),
    "currency": to_translate("Currency"), "campaign": to_translate("Campaign"),
}  # fmt: skip
"""Keys and details → title; what is not here goes by its own name."""
INTERVALS: dict[Interval, str] = {
    "quarter": to_translate("15 minutes"), "half_hour": to_translate("30 minutes"), "hour": to_translate("1 hour"),
    "day": to_translate("Day"), "week": to_translate("Week"), "month": to_translate("Month"),
    "year": to_translate("Year"),
}  # fmt: skip
MISSING = "—"
_LONGEST_DAY = timedelta(hours=25)
_UNDESCRIBED = CentreDescription()


@dataclass(frozen=True)
class Written:
    """A report to be written for somebody. ``titles``: names of reports → what people call them."""

    report: Report
    language: Language
    centre: CentreDescription = _UNDESCRIBED
    name: str = ""

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of its days."""
        return self.report.selection.place

    @property
    def title(self) -> str:
        """What the report is called."""
        return self.report.title or self.name or self.report.name

    def heading(self, column: Column) -> str:
        """What a column is called."""
        if column.title:
            return column.title
        if column.measure:
            return self.language.text(words.MEASURES[column.measure])
        if column.name.startswith(words.REASON):
            reason = column.name.removeprefix(words.REASON)
            return self.centre.reason_of(reason).title or reason or self.language.text("Without a reason")
        if column.name.startswith(words.UP_TO):
            return f"≤\u00a0{column.name.removeprefix(words.UP_TO)}\u00a0s"
        title = KEYS.get(column.name) or words.DETAILS.get(column.name)
        return self.language.text(title) if title else column.name

    def key(self, column: Column, value: Value) -> Value:
        """A key as people call it: queues and lines by their titles, intervals by their labels; else as it is."""
        if isinstance(value, str) and column.name == "queue":
            return self.centre.queue_title(value)
        if isinstance(value, str) and column.name == "line":
            return next((one.title for one in self.centre.lines if one.line == value and one.title), value)
        if isinstance(value, str) and value in words.VALUES.get(column.name, {}):
            return self.language.text(words.VALUES[column.name][value])
        if isinstance(value, int) and column.name == "weekday":
            return self.language.weekday(value - 1)
        return value

    def cells(self, row: Row) -> tuple[Value, ...]:
        """The values of a row; of the total, its first cell says that it is one."""
        found = [self.key(column, value) for column, value in zip(self.report.columns, row.values, strict=True)]
        if row is self.report.total:
            for place, column in enumerate(self.report.columns):
                if column.role == "key" and found[place] is None:
                    found[place] = "" if place else self.language.text("Total")
        return tuple(found)

    def said(self, column: Column, value: Value) -> str:
        """A value as text."""
        if column.name == "interval" and isinstance(value, datetime) and self.report.selection.interval:
            return self._slot(value, self.report.selection.interval)
        return said(value, column.unit, self.language, self.zone)

    def _slot(self, at: datetime, interval: Interval) -> str:
        local, language = at.astimezone(self.zone), self.language
        day = local.date()
        match interval:
            case "day":
                return f"{language.weekday(day.weekday())} {self.day(day)}"
            case "week":
                year, week, _day = day.isocalendar()
                return language.text("week {number} of {year}", number=week, year=year)
            case "month":
                return language.month(day)
            case "year":
                return str(day.year)
        return f"{self.day(day)} {Slot(at, at, local, _is_doubled(local)).label(interval)}"

    def row_label(self, row: Row) -> str:
        """What a row is of; a time of day without its date where there is but one day."""
        found = []
        for column, cell in zip(self.report.keys, self.cells(row), strict=False):
            text, span = self.said(column, cell) or MISSING, self.report.selection.span
            is_one_day = column.name == "interval" and span.until - span.since <= _LONGEST_DAY
            found.append(text.rpartition(" ")[2] if is_one_day and ":" in text else text)
        return " · ".join(found)

    def day(self, day: date) -> str:
        """A day in the reader's writing."""
        return self.language.calendar_day(day)

    def at(self, at: datetime) -> str:
        """An instant in the zone, to the minute; with its offset where that time of day comes twice."""
        local = at.astimezone(self.zone)
        return f"{self.day(local.date())} {local:%H:%M}" + (local.isoformat()[-6:] if _is_doubled(local) else "")

    def about(self) -> tuple[tuple[str, str], ...]:
        """Title and text of all that was asked for."""
        asked, text = self.report.selection, self.language.text
        everything = text("all")
        lines = [
            (text("Period"), f"{self.at(asked.since)} – {self.at(asked.until)} ({asked.zone})"),
            (text("Interval"), text(INTERVALS[asked.interval]) if asked.interval else ""),
            (text("Queues"), ", ".join(map(self.centre.queue_title, asked.queues)) or everything),
            (text("Operators"), ", ".join(asked.agents)), (text("Lines"), ", ".join(asked.lines)),
            (text("PBX"), ", ".join(asked.pbx)),
            (text("Limits"), self._limits() if self.report.notes.unpriced is None else ""),
        ]  # fmt: skip
        if asked.compare_to:
            since, until = (self.at(one) for one in asked.compare_to)
            lines.append((text("Compared with"), f"{since} – {until}"))
        lines += ((self.heading(column), self.said(column, value)) for column, value in self.report.notes.assumed)
        if self.report.notes.made_at:
            lines.append((text("Figures as of"), self.at(self.report.notes.made_at)))
        return tuple((title, line) for title, line in lines if line)

    def notes(self) -> tuple[str, ...]:
        """What must be known about the figures: gaps, what is not over, how it was counted."""
        notes, language = self.report.notes, self.language
        found = [self._gap(gap) for gap in notes.gaps]
        if notes.imported:
            found.append(language.plural("{number} call completed from queue_log, in whole seconds.",
                                         "{number} calls completed from queue_log, in whole seconds.", notes.imported))
        if notes.open_visits:
            found.append(language.plural("{number} caller still waits and is in no share.",
                                         "{number} callers still wait and are in no share.", notes.open_visits))
        if notes.open_calls:
            found.append(language.plural("{number} call is not over yet.", "{number} calls are not over yet.",
                                         notes.open_calls))
        if notes.cut_at is not None:
            found.append(language.text("Only the first {number} rows are here.", number=language.number(notes.cut_at)))
        if notes.left_out:
            found.append(language.text("Left out as holidays: {days}.", days=", ".join(map(self.day, notes.left_out))))
        if notes.read_until is not None:
            found.append(language.text("There are too many calls: only those up to {at} are counted.",
                                       at=self.at(notes.read_until)))
        if notes.unpriced is not None:
            said = language.text("A call counts in the interval in which it ended, as on invoices; "
                                 "amounts are without VAT, fees and discounts.")  # fmt: skip
            return (*found, *self.unpriced(), said)
        found.append(language.text("A visit counts in the interval in which it entered the queue; "
                                   "operators' time is cut at the borders of intervals."))
        return tuple(found)  # fmt: skip

    def unpriced(self) -> tuple[str, ...]:
        """Of costs: the calls that are in no amount; () where all are, or it is of something else."""
        unrated, unowned = self.report.notes.unpriced or (0, 0)
        plural, found = self.language.plural, []
        if unrated:
            found.append(plural("{number} call has no price and is in no amount.",
                                "{number} calls have no price and are in no amount.", unrated))
        if unowned:
            found.append(plural("{number} call is owned by nobody and is in no amount.",
                                "{number} calls are owned by nobody and are in no amount.", unowned))
        return tuple(found)  # fmt: skip

    def formulas(self) -> tuple[tuple[str, str, str], ...]:
        """Of each measure: title, formula in letters, source."""
        known = [(one, FORMULAS[one.measure]) for one in self.report.columns if one.measure]
        return tuple((self.heading(column), letters(formula), words.source(formula, self.language))
                     for column, formula in known)

    def legend(self) -> tuple[tuple[str, str], ...]:
        """What the letters of the formulas stand for."""
        limits = self._in_force()[0][1]
        values = {"threshold": self.language.number(limits.threshold_seconds),
                  "short": self.language.number(limits.short_abandon_seconds)}  # fmt: skip
        found: dict[tuple[str, str], None] = {}
        for column in self.report.columns:
            formula = FORMULAS[column.measure] if column.measure else None
            for one in (*formula.numerator, *formula.denominator) if formula else ():
                title, more = (self.language.text(part, **values) for part in words.PARTS[one.part.name])
                found[one.part.letter, f"{title}, {more}" if more else title] = None
        return tuple(found)

    def _in_force(self) -> tuple[tuple[datetime, Limits], ...]:
        asked = self.report.selection
        if asked.limits is not None:
            return ((asked.since, asked.limits),)
        return self.report.notes.limits or ((asked.since, Limits()),)

    def _limits(self) -> str:
        number, force = self.language.number, self._in_force()
        told = [
            self.language.text("in time within {threshold} s, short within {short} s",
                               threshold=number(one.threshold_seconds), short=number(one.short_abandon_seconds))
            for _since, one in force
        ]  # fmt: skip
        later = [f"{self.at(since)}: {words_of}" for (since, _one), words_of in zip(force[1:], told[1:], strict=True)]
        return "; ".join([told[0], *later])

    def _gap(self, gap: Gap) -> str:
        ended = self.at(gap.ended_at) if gap.ended_at else "…"
        return self.language.text("Collection gap {since} – {until} ({pbx}).", since=self.at(gap.started_at),
                                  until=ended, pbx=gap.pbx)  # fmt: skip


def _is_doubled(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def said(value: Value, unit: ColumnUnit, language: Language, zone: tzinfo) -> str:
    """A value as people read it."""
    match value:
        case None:
            return MISSING
        case bool():
            return language.text("yes") if value else language.text("no")
        case str():
            return value
        case datetime():
            local = value.astimezone(zone)
            return f"{language.calendar_day(local.date())} {local:%H:%M:%S}"
        case date():
            return language.calendar_day(value)
    match unit:
        case "duration":
            return duration(value)
        case "percent":
            return language.percent(value)
        case "number" | "money":
            return language.number(value, 2)
        case "change" | "change_exact" | "change_money" | "change_percent":
            return signed(value, unit, language)
        case _:
            return language.number(value)


def signed(value: float, unit: ColumnUnit, language: Language) -> str:
    """A change with its sign; what is nothing when it is rounded has none."""
    decimals = {"change": 0, "change_money": 2}.get(unit, 1)
    text = language.percent(abs(value), 1) if unit == "change_percent" else language.number(abs(value), decimals)
    if not round(value, decimals):
        return text
    return f"+{text}" if value > 0 else f"−{text}"


def duration(seconds: float) -> str:
    """``3:48``, from one hour ``1:02:03``; rounded half up to seconds."""
    return length(seconds + 0.5)


def letters(formula: Formula) -> str:
    """``A_T / (A + B − B_s)``; of a percentile ``P90``."""
    if formula.percentile is not None:
        return f"P{formula.percentile:g}"
    top, below = _sum(formula.numerator), _sum(formula.denominator)
    found = f"{top} / {below}" if below else top.strip("()")
    return f"1 − {found}" if formula.complement else found


def _sum(terms: tuple[Term, ...]) -> str:
    text = ""
    for one in terms:
        text += (" − " if one.is_minus else " + " if text else "") + one.part.letter
    return f"({text})" if len(terms) > 1 else text
