"""From the moment to the screen. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from shared.domain.search.query import Preset
from shared.language import to_translate
from supervisor_console.statistics.presenter import overview
from supervisor_console.statistics.presenter.explain import gaps_words
from supervisor_console.statistics.presenter.moment import ChartBy, Compared, Moment
from supervisor_console.statistics.screen import Foot, Pick, Picks, StatisticsScreen

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
COMPARED: dict[Compared, str] = {
    "none": to_translate("Nothing|compare"), "before": to_translate("The period before"),
    "year": to_translate("A year ago"),
}  # fmt: skip


def present(moment: Moment) -> StatisticsScreen:
    """The overview."""
    text = moment.language.text
    return StatisticsScreen(
        title=text("Statistics"), filters=_filters(moment), tiles=overview.tiles(moment), rows=overview.panels(moment),
        foot=_foot(moment), is_old=moment.is_asking and moment.overview is not None, strip=_strip(moment),
        strip_button=_strip_button(moment),
        can_export=moment.overview is not None and not moment.is_asking and not moment.exported,
    )  # fmt: skip


def period_words(moment: Moment) -> str:
    """``9. 11. – 13. 11. 2026``, a single day alone."""
    since, until = moment.span
    first = since.astimezone(moment.zone).date()
    last = (until - timedelta(microseconds=1)).astimezone(moment.zone).date()
    end = f"{last.day}. {last.month}. {last.year}"
    if first == last:
        return end
    return f"{first.day}. {first.month}. {first.year if first.year != last.year else ''}".strip() + f" – {end}"


def queues_words(moment: Moment) -> str:
    """Which queues."""
    text = moment.language.text
    if not moment.queues:
        return text("All ({number})", number=moment.language.number(len(moment.known)))
    if len(moment.queues) == 1:
        return moment.centre.queue_title(moment.queues[0])
    return text("{number} of {all}", number=moment.language.number(len(moment.queues)),
                all=moment.language.number(len(moment.known)))  # fmt: skip


def _filters(moment: Moment) -> tuple[Picks, ...]:
    text = moment.language.text
    preset = moment.period.preset
    presets = tuple(Pick(one, text(PRESETS[one])) for one in get_args(Preset) if one in PRESETS)
    word = f"{text(PRESETS[preset])} · " if preset in PRESETS else ""
    queues = tuple(Pick(one, moment.centre.queue_title(one)) for one in moment.known)
    return (
        Picks(kind="period", label=text("Period"), text=word + period_words(moment),
              picks=presets, marked=(preset,) if preset else ()),
        Picks(kind="queues", label=text("Queues"), text=queues_words(moment), picks=queues, marked=moment.queues,
              is_many=True),
        Picks(kind="interval", label=text("Columns by"), text=text(COLUMNS_BY[moment.by]), marked=(moment.by,),
              picks=tuple(Pick(by, text(words)) for by, words in COLUMNS_BY.items())),
        Picks(kind="compare", label=text("Compared with"), text=text(COMPARED[moment.compared]),
              marked=(moment.compared,), picks=tuple(Pick(by, text(words)) for by, words in COMPARED.items())),
    )  # fmt: skip


def _foot(moment: Moment) -> Foot:
    text, language = moment.language.text, moment.language
    told_at = ""
    if moment.answered_at is not None:
        told_at = text("As of {clock} · time of {zone}", zone=moment.zone.key,
                       clock=language.clock(moment.answered_at, moment.zone, seconds=False))  # fmt: skip
    waiting = moment.overview.whole.all_visits.waiting if moment.overview is not None else 0
    if waiting:
        still = language.plural("{number} caller still waits", "{number} callers still wait", waiting)
        told_at = f"{still} · {told_at}"
    return Foot(gaps=_gaps(moment), button=text("Show gaps") if _gaps(moment) else "", told_at=told_at)


def _gaps(moment: Moment) -> str:
    said = gaps_words(moment)
    if moment.overview is None or not said:
        return ""
    gaps, language = moment.overview.notes.gaps, moment.language
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
