"""The choices in the header: report, period, what it is narrowed to, how it is cut, what it is compared with."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from shared.days import Interval
from shared.domain.search.query import Preset
from shared.language import to_translate
from shared.reports.catalogue import READY
from shared.reports.definition import OVERVIEW, Compare
from shared.reports.written import INTERVALS
from supervisor_console.statistics.presenter.moment import ChartBy, Moment
from supervisor_console.statistics.screen import Pick, Picks, WishKind

PRESETS: dict[Preset, str] = {
    "today": to_translate("Today"), "yesterday": to_translate("Yesterday"), "this_week": to_translate("This week"),
    "last_week": to_translate("Last week"), "last_7_days": to_translate("Last 7 days"),
    "this_month": to_translate("This month"), "last_month": to_translate("Last month"),
    "last_30_days": to_translate("Last 30 days"), "this_year": to_translate("This year"),
}  # fmt: skip
COLUMNS_BY: dict[ChartBy, str] = {
    "hour_of_day": to_translate("Hour of the day"), "half_hour": to_translate("Half an hour"),
    "hour": to_translate("Hour|interval"), "day": to_translate("Day|interval"),
    "week": to_translate("Week|interval"), "month": to_translate("Month|interval"),
}  # fmt: skip
COMPARED: dict[Compare, str] = {
    "none": to_translate("Nothing|compare"), "before": to_translate("The period before"),
    "year": to_translate("A year ago"),
}  # fmt: skip
ROWS_BY: tuple[Interval, ...] = ("half_hour", "hour", "day", "week", "month")
NO_INTERVAL = ""


def period_words(moment: Moment) -> str:
    """``9. 11. – 13. 11. 2026``, ``9 Nov – 13 Nov 2026``; a single day alone."""
    since, until = moment.span
    first = since.astimezone(moment.zone).date()
    last = (until - timedelta(microseconds=1)).astimezone(moment.zone).date()
    language, end = moment.language, moment.language.calendar_day(last)
    if first == last:
        return end
    return f"{language.day_of_month(first) if first.year == last.year else language.calendar_day(first)} – {end}"


def queues_words(moment: Moment) -> str:
    """Which queues."""
    text = moment.language.text
    if not moment.queues:
        return text("All ({number})", number=moment.language.number(len(moment.known)))
    if len(moment.queues) == 1:
        return moment.centre.queue_title(moment.queues[0])
    return text("{number} of {all}", number=moment.language.number(len(moment.queues)),
                all=moment.language.number(len(moment.known)))  # fmt: skip


def filters(moment: Moment) -> tuple[Picks, ...]:
    """Those that the chosen report heeds; of the calls of a search there is the overview."""
    if moment.search is not None:
        return _period(moment), _queues(moment), _columns_by(moment)
    ready = moment.ready
    needs = ready.needs if ready is not None else frozenset({"queues"})
    found = [_report(moment), _period(moment)]
    if "queues" in needs:
        found.append(_queues(moment))
    if "agents" in needs:
        found.append(_agents(moment))
    if "lines" in needs:
        found.append(_lines(moment))
    if ready is None:
        found.append(_columns_by(moment))
    elif "interval" in needs:
        found.append(_rows_by(moment))
    return (*found, _compared(moment))


def search_words(moment: Moment) -> str:
    """``1 234 calls of a search``, "" where all calls are meant."""
    if moment.search is None:
        return ""
    language = moment.language
    if moment.found is None:
        return language.text("Calls of a search")
    if moment.is_cut:
        return language.text("The newest {number} calls of a search", number=language.number(moment.found))
    return language.plural("{number} call of a search", "{number} calls of a search", moment.found)


def report_title(moment: Moment, name: str) -> str:
    """What a report is called."""
    found = next((one for one in READY.values() if one.name == name), None)
    return moment.language.text(found.title if found is not None else to_translate("Overview"))


def _report(moment: Moment) -> Picks:
    picks = (Pick(OVERVIEW, report_title(moment, OVERVIEW)),
             *(Pick(name, report_title(moment, name)) for name in READY if name not in moment.hidden))  # fmt: skip
    return Picks(kind="report", label=moment.language.text("Report"), text=report_title(moment, moment.report),
                 picks=picks, marked=(moment.report,))  # fmt: skip


def _period(moment: Moment) -> Picks:
    text, preset = moment.language.text, moment.period.preset
    presets = tuple(Pick(one, text(PRESETS[one])) for one in get_args(Preset) if one in PRESETS)
    word = f"{text(PRESETS[preset])} · " if preset in PRESETS else ""
    return Picks(kind="period", label=text("Period"), text=word + period_words(moment), picks=presets,
                 marked=(preset,) if preset else ())  # fmt: skip


def _queues(moment: Moment) -> Picks:
    picks = tuple(Pick(one, moment.centre.queue_title(one)) for one in moment.known)
    return Picks(kind="queues", label=moment.language.text("Queues"), text=queues_words(moment), picks=picks,
                 marked=moment.queues, is_many=True)  # fmt: skip


def _agents(moment: Moment) -> Picks:
    picks = tuple(Pick(agent, name or agent, agent if name else "") for agent, name in moment.known_agents)
    return _many("agents", moment.language.text("Operators"), picks, moment.agents, moment)


def _lines(moment: Moment) -> Picks:
    titles = {one.line: one.title for one in moment.centre.lines}
    picks = tuple(Pick(line, titles.get(line) or line, line if titles.get(line) else "") for line in moment.known_lines)
    return _many("lines", moment.language.text("Lines"), picks, moment.lines, moment)


def _many(kind: WishKind, label: str, picks: tuple[Pick, ...], marked: tuple[str, ...], moment: Moment) -> Picks:
    """One of which many may be chosen; none: all."""
    text, number = moment.language.text, moment.language.number
    if not marked:
        said = text("All ({number})", number=number(len(picks)))
    elif len(marked) == 1:
        said = next((one.text for one in picks if one.value == marked[0]), marked[0])
    else:
        said = text("{number} of {all}", number=number(len(marked)), all=number(len(picks)))
    return Picks(kind=kind, label=label, text=said, picks=picks, marked=marked, is_many=True)


def _columns_by(moment: Moment) -> Picks:
    text = moment.language.text
    picks = tuple(Pick(by, text(words)) for by, words in COLUMNS_BY.items())
    return Picks(kind="interval", label=text("Columns by"), text=text(COLUMNS_BY[moment.by]), marked=(moment.by,),
                 picks=picks)  # fmt: skip


def _rows_by(moment: Moment) -> Picks:
    text = moment.language.text
    by_itself = text("Suits the period") if moment.report in ("intervals", "costs") else text("Whole period")
    picks = (Pick(NO_INTERVAL, by_itself), *(Pick(one, text(INTERVALS[one])) for one in ROWS_BY))
    said = text(INTERVALS[moment.rows_by]) if moment.rows_by else by_itself
    return Picks(kind="interval", label=text("Rows by"), text=said, marked=(moment.rows_by or NO_INTERVAL,),
                 picks=picks)  # fmt: skip


def _compared(moment: Moment) -> Picks:
    text = moment.language.text
    picks = tuple(Pick(by, text(words)) for by, words in COMPARED.items())
    return Picks(kind="compare", label=text("Compared with"), text=text(COMPARED[moment.compared]),
                 marked=(moment.compared,), picks=picks)  # fmt: skip
