"""The ready reports by name: what each is called, what it can be narrowed by, how it is made and what it draws.

``READY["queues"].run(connection, selection, now)`` asks under the connection's own role, so an account gets what it may
see. With ``selection.compare_to`` the same is asked of that period: ``Report.compared``. Figures are those of
``shared.domain.measures``; a row's ``counts`` explain them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription
from shared.language import Language, to_translate
from shared.reports.chart import Chart
from shared.reports.ready import (
    charts,
    of_agents,
    of_calls,
    of_contacts,
    of_costs,
    of_lengths,
    of_singles,
    of_staffing,
    of_visits,
)
from shared.reports.ready.asked import Asked, asked_of
from shared.reports.selection import Selection
from shared.reports.table import Report

ReportName = Literal[
    "queues", "agents", "agent_states", "lines", "week_hours", "intervals", "abandoned", "waits", "ringing", "repeated",
    "transfers", "outgoing", "dispositions", "service_levels", "directions", "staffing", "first_contact",
    "expected_wait", "costs", "costs_accounts", "costs_destinations", "costs_queues", "costs_lines", "costs_agents",
    "costs_campaigns",
]  # fmt: skip
Need = Literal["queues", "agents", "lines", "pbx", "interval", "limits"]
"""What of a selection a report heeds; period, zone and comparison hold for all."""
Draw = Callable[[Report, Language, CentreDescription], tuple[Chart, ...]]
_UNDESCRIBED = CentreDescription()


class ReadyReport(msgspec.Struct, frozen=True, kw_only=True):
    """``title`` and ``hint``: to be translated where they are shown. ``needs``: the filters it takes.

    ``right``: without it there is nothing in the report, and it is not offered; None: that of statistics is enough.
    """

    name: ReportName
    title: str
    hint: str
    needs: frozenset[Need]
    ask: Callable[[Asked], Report]
    draw: Draw
    right: Right | None = None

    def run(self, connection: Connection, selection: Selection, now: datetime) -> Report:
        """Make it, and the same of the period to compare with. What still lasts counts up to ``now``."""
        report = self.ask(asked_of(connection, selection, now))
        other = selection.compared()
        if other is None:
            return report
        return msgspec.structs.replace(report, compared=self.ask(asked_of(connection, other, now)))

    def charts(self, report: Report, language: Language, centre: CentreDescription = _UNDESCRIBED) -> tuple[Chart, ...]:
        """What it draws of a finished report; () where there is nothing to draw."""
        return tuple(one for one in self.draw(report, language, centre) if not one.is_empty) if report.rows else ()


def _of_visits(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.columns(report, language, centre),)


def _intervals(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return charts.level_lines(report, language, centre), charts.columns(report, language, centre)


def _week(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.load(report, language, centre),)


def _waits(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.spread(report, language, centre),)


def _ringing(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.ladder(report, language, centre),)


def _levels(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.level_bars(report, language, centre),)


def _states(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    return (charts.states(report, language, centre),)


def _bars(title: str, *names: str) -> Draw:
    def draw(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
        return (charts.bars(report, names, language.text(title), language, centre),)

    return draw


def _nothing(_report: Report, _language: Language, _centre: CentreDescription) -> tuple[Chart, ...]:
    return ()


def not_for(may: Callable[[Right], bool]) -> frozenset[str]:
    """The reports that are not offered to somebody who may so much."""
    return frozenset(name for name, one in READY.items() if one.right is not None and not may(one.right))


_OF_COSTS: frozenset[Need] = frozenset({"queues", "agents", "lines", "pbx", "interval"})
_OF_VISITS: frozenset[Need] = frozenset({"queues", "pbx", "limits"})
_OF_AGENTS: frozenset[Need] = frozenset({"queues", "agents", "pbx"})
_TIMED: frozenset[Need] = frozenset({"interval"})

READY: dict[ReportName, ReadyReport] = {one.name: one for one in (
    ReadyReport(
        name="queues", title=to_translate("Queues"), needs=_OF_VISITS | _TIMED, ask=of_visits.queues, draw=_of_visits,
        hint=to_translate("Offered, answered, abandoned, service level and waits of each queue")),
    ReadyReport(
        name="agents", title=to_translate("Operators"), needs=_OF_AGENTS | _TIMED, ask=of_agents.agents,
        draw=_bars(to_translate("Handled and missed"), "handled", "missed"),
        hint=to_translate("Handled, missed, transferred, talk, hold and wrap-up; first log-in and last log-out")),
    ReadyReport(
        name="agent_states", title=to_translate("Operators' time"), needs=_OF_AGENTS | _TIMED,
        ask=of_agents.agent_states, draw=_states,
        hint=to_translate("Time in each state and in pauses by reason")),
    ReadyReport(
        name="lines", title=to_translate("Inbound lines"), needs=frozenset({"lines", "queues", "pbx"}),
        ask=of_calls.lines, draw=_bars(to_translate("Calls by line"), "calls", "calls_answered", "calls_abandoned"),
        hint=to_translate("Calls by the number that was called, and how they ended")),
    ReadyReport(
        name="week_hours", title=to_translate("Hours and weekdays"), needs=_OF_VISITS, ask=of_visits.week_hours,
        draw=_week, hint=to_translate("Load and service level by weekday and hour")),
    ReadyReport(
        name="intervals", title=to_translate("Service level by interval"), needs=_OF_VISITS | _TIMED,
        ask=of_visits.intervals, draw=_intervals, hint=to_translate("How the service level went, against the goal")),
    ReadyReport(
        name="abandoned", title=to_translate("Abandoned calls"), needs=_OF_VISITS, ask=of_singles.abandoned,
        draw=_nothing, hint=to_translate("One by one: called back or not, came again or not, within seven days")),
    ReadyReport(
        name="waits", title=to_translate("Waits"), needs=_OF_VISITS, ask=of_lengths.waits, draw=_waits,
        hint=to_translate("How long callers waited, with percentiles")),
    ReadyReport(
        name="ringing", title=to_translate("Ringing|how long"), needs=_OF_AGENTS, ask=of_lengths.ringing, draw=_ringing,
        hint=to_translate("How long phones rang, by what came of it")),
    ReadyReport(
        name="repeated", title=to_translate("Repeated callers"), needs=frozenset({"lines", "queues", "pbx"}),
        ask=of_singles.repeated, draw=_nothing, hint=to_translate("Numbers that called more than once")),
    ReadyReport(
        name="transfers", title=to_translate("Transfers"), needs=_OF_AGENTS, ask=of_singles.transfers,
        draw=_bars(to_translate("Transfers"), "attempts", "completed"),
        hint=to_translate("Who passed callers on to whom")),
    ReadyReport(
        name="outgoing", title=to_translate("Outgoing calls"), needs=frozenset({"agents", "pbx"}),
        ask=of_calls.outgoing, draw=_bars(to_translate("Outgoing calls"), "calls", "calls_answered"),
        hint=to_translate("Who called out, and how it ended")),
    ReadyReport(
        name="dispositions", title=to_translate("Dispositions"), needs=frozenset({"agents", "pbx"}),
        ask=of_singles.dispositions, draw=_bars(to_translate("Dispositions"), "calls"),
        hint=to_translate("How calls were classified, by operator")),
    ReadyReport(
        name="service_levels", title=to_translate("Service levels SL1–SL7"), needs=_OF_VISITS,
        ask=of_visits.levels, draw=_levels,
        hint=to_translate("The same calls by all seven formulas, side by side")),
    ReadyReport(
        name="directions", title=to_translate("Directions and outcomes"), needs=frozenset({"lines", "queues", "pbx"}),
        ask=of_calls.directions, draw=_bars(to_translate("Calls by direction"), "calls", "calls_answered"),
        hint=to_translate("Inbound, outgoing and internal calls with all their outcomes")),
    ReadyReport(
        name="staffing", title=to_translate("Staffing"), needs=_OF_VISITS | _TIMED, ask=of_staffing.staffing,
        draw=of_staffing.draw,
        hint=to_translate("Agents needed for the goal by weekday and time, from the weeks before; at least three")),
    ReadyReport(
        name="first_contact", title=to_translate("First-contact resolution"), needs=frozenset({"queues", "pbx"}),
        ask=of_contacts.first_contact, draw=of_contacts.draw_contacts,
        hint=to_translate("Answered callers who did not call the same queue again within a day, within a week")),
    ReadyReport(
        name="expected_wait", title=to_translate("Wait to expect"), needs=frozenset({"queues", "pbx"}),
        ask=of_contacts.waits_by_position, draw=of_contacts.draw_waits,
        hint=to_translate("How long a caller will probably wait, by position in the queue")),
    ReadyReport(
        name="costs", title=to_translate("Costs and income of calls"), needs=_OF_COSTS, ask=of_costs.over_time,
        draw=of_costs.draw_lines, right="billing",
        hint=to_translate("Calls with a price over time: billed length, amount, amount per handled call")),
    ReadyReport(
        name="costs_accounts", title=to_translate("Costs by account"), needs=_OF_COSTS,
        ask=of_costs.by("costs_accounts", "account"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What calls of each account came to")),
    ReadyReport(
        name="costs_destinations", title=to_translate("Costs by destination"), needs=_OF_COSTS,
        ask=of_costs.by("costs_destinations", "destination"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What calls came to by the price list's destinations")),
    ReadyReport(
        name="costs_queues", title=to_translate("Costs by queue"), needs=_OF_COSTS,
        ask=of_costs.by("costs_queues", "queue"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What calls came to by the queue that answered them")),
    ReadyReport(
        name="costs_lines", title=to_translate("Costs by line"), needs=_OF_COSTS,
        ask=of_costs.by("costs_lines", "line"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What inbound calls came to by the number that was called")),
    ReadyReport(
        name="costs_agents", title=to_translate("Costs by operator"), needs=_OF_COSTS,
        ask=of_costs.by("costs_agents", "agent"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What calls came to by who answered first, or called")),
    ReadyReport(
        name="costs_campaigns", title=to_translate("Costs by campaign"), needs=_OF_COSTS,
        ask=of_costs.by("costs_campaigns", "campaign"), draw=of_costs.draw_bars, right="billing",
        hint=to_translate("What calls came to by the campaign that made them")),
)}  # fmt: skip
"""Name → report."""
