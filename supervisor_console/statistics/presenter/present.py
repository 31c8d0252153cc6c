"""From the moment to the screen. Pure."""

from __future__ import annotations

from shared.reports.definition import OVERVIEW
from supervisor_console.statistics.presenter import overview, ready
from supervisor_console.statistics.presenter.explain import gaps_words
from supervisor_console.statistics.presenter.filters import filters, search_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.screen import Foot, StatisticsScreen


def present(moment: Moment) -> StatisticsScreen:
    """The overview, or a report."""
    is_overview = moment.shown == OVERVIEW
    return StatisticsScreen(
        title=moment.language.text("Statistics"), filters=filters(moment), foot=_foot(moment),
        chip=search_words(moment),
        tiles=overview.tiles(moment) if is_overview else ready.tiles(moment),
        rows=overview.panels(moment) if is_overview else ready.panels(moment),
        is_old=moment.is_asking and moment.has_figures, strip=_strip(moment), strip_button=_strip_button(moment),
        can_export=moment.has_figures and not moment.is_asking and not moment.exported,
    )  # fmt: skip


def _foot(moment: Moment) -> Foot:
    text, language = moment.language.text, moment.language
    told_at = ""
    if moment.answered_at is not None:
        told_at = text("As of {clock} · time of {zone}", zone=moment.zone.key,
                       clock=language.clock(moment.answered_at, moment.zone, seconds=False))  # fmt: skip
    waiting, calls = open_ones(moment)
    if calls:
        still = language.plural("{number} call is not over yet", "{number} calls are not over yet", calls)
        told_at = f"{still} · {told_at}"
    if waiting:
        still = language.plural("{number} caller still waits", "{number} callers still wait", waiting)
        told_at = f"{still} · {told_at}"
    return Foot(gaps=_gaps(moment), button=text("Show gaps") if _gaps(moment) else "", told_at=told_at)


def open_ones(moment: Moment) -> tuple[int, int]:
    """Callers that still wait, and calls that are not over."""
    if moment.shown != OVERVIEW:
        return (moment.answer.notes.open_visits, moment.answer.notes.open_calls) if moment.answer else (0, 0)
    return (moment.overview.whole.all_visits.waiting, 0) if moment.overview is not None else (0, 0)


def _gaps(moment: Moment) -> str:
    said = gaps_words(moment)
    if not said:
        return ""
    gaps, language = moment.gaps, moment.language
    first = gaps[0]
    spans = language.short_day(first.started_at, moment.zone) + " " + language.clock(
        first.started_at, moment.zone, seconds=False)  # fmt: skip
    end = language.clock(first.ended_at, moment.zone, seconds=False) if first.ended_at else ""
    return f"{said}: {spans}–{end}" + (" …" if len(gaps) > 1 else "")


def _strip_button(moment: Moment) -> str:
    text = moment.language.text
    if moment.exported:
        return text("Cancel")
    if moment.failure or moment.away_since is not None:
        return text("Try again")
    return text("Cancel") if moment.is_slow else ""


def _strip(moment: Moment) -> str:
    text = moment.language.text
    if moment.exported:
        return text("The file is being written ({kind}).", kind=moment.exported.upper())
    if moment.away_since is not None:
        return text("Database unreachable since {clock}. Figures are from before.",
                    clock=moment.language.clock(moment.away_since, moment.zone))  # fmt: skip
    if moment.failure:
        return moment.failure
    return text("This takes longer than usual.") if moment.is_slow else ""
