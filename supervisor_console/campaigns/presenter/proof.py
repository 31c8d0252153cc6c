"""The report on the rules of the law: figures of each day, and every attempt that broke one."""

from __future__ import annotations

from collections.abc import Sequence

from shared.campaigns.campaign import Campaign
from shared.campaigns.proving import ProvenDay, Violation, ViolationKind
from shared.language import to_translate
from shared.language.cells import guarded
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.views.pieces import Empty, Grid, Line, Mark

MOST = 1000
"""Violations that are listed."""
KINDS: dict[ViolationKind, str] = {
    "short_ring": to_translate("Rang too short"), "slow_connection": to_translate("Waited too long for an operator"),
    "locked": to_translate("Called within the lock after an abandoned call"),
    "out_of_hours": to_translate("Outside calling hours"), "holiday": to_translate("On a public holiday"),
    "no_consent": to_translate("Without consent"), "on_list": to_translate("Though on a do-not-call list"),
    "day_attempts": to_translate("Too often in a day"), "rolling_attempts": to_translate("Too often in 24 hours"),
    "life_attempts": to_translate("Too often ever"),
}


def days(around: Around, campaign: Campaign, found: Sequence[ProvenDay]) -> Grid:
    """The newest first."""
    text = around.language.text
    empty = None if found else Empty(text("Nothing was dialled in these days."), icon="calendar")
    lines = tuple(_day(around, campaign, one) for one in reversed(found))
    return Grid(title=text("Days"), count=str(len(lines)) if lines else "", lines=lines, empty=empty)


def _day(around: Around, campaign: Campaign, one: ProvenDay) -> Line:
    language, limit = around.language, campaign.limits.abandoned_share
    is_over = one.share > limit
    return Line(one.day.isoformat(), (
        Mark(language.calendar_day(one.day)), Mark(language.number(one.attempts)), Mark(language.number(one.answered)),
        Mark(language.number(one.machines)), Mark(language.number(one.abandoned)),
        Mark(language.percent(100 * one.share), "bad" if is_over else "good", "triangle" if is_over else "circle_tick"),
        Mark(language.percent(100 * one.bound)), Mark(f"{one.locks_kept} / {one.locks}"),
        Mark(language.number(len(one.violations)), "bad" if one.violations else "text",
             "triangle" if one.violations else ""),
    ))  # fmt: skip


def violations(around: Around, found: Sequence[ProvenDay]) -> Grid:
    """Every attempt that broke a rule."""
    text = around.language.text
    all_ = [each for one in reversed(found) for each in one.violations]
    empty = None if all_ else Empty(text("No rule was broken."), icon="circle_tick")
    lines = tuple(_violation(around, nth, one) for nth, one in enumerate(all_[:MOST]))
    count = around.language.number(len(all_)) if all_ else ""
    return Grid(title=text("Rules that were broken"), count=count, lines=lines, empty=empty)


def _violation(around: Around, nth: int, one: Violation) -> Line:
    return Line(str(nth), (
        Mark(words.moment(around, one.at)), Mark(words.phone(around, one.number)),
        Mark(around.language.text(KINDS[one.kind]) if one.kind in KINDS else one.kind, "bad", "triangle", one.about),
    ))  # fmt: skip


def as_csv(grids: Sequence[tuple[tuple[str, ...], Grid]]) -> bytes:
    """Tables with their heads, for spreadsheets; what would be a formula is not one."""
    rows: list[list[str]] = []
    for heads, grid in grids:
        rows += [[grid.title], list(heads)]
        rows += [[f"{cell.text} {cell.more}".strip() for cell in line.cells] for line in grid.lines]
        rows.append([])
    return "\r\n".join(";".join(_cell(cell) for cell in row) for row in rows).encode("utf-8-sig")


def _cell(said: str) -> str:
    safe = said if said.startswith("+") and said[1:].isdecimal() else guarded(said)
    return f'"{safe.replace(chr(34), chr(34) * 2)}"'
