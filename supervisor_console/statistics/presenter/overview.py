"""The overview as a screen: figures on top, four panels, and what must be said beside them."""

from __future__ import annotations

from shared.domain.measures.counts import Counts, total
from shared.domain.measures.figures import Figure as Value
from shared.domain.measures.figures import evaluate
from shared.domain.measures.formulas import MeasureName
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.saying import NOTHING, change, value
from supervisor_console.statistics.screen import Column, Figure, Line, PanelOf, TableOf, Tile

TILES: tuple[MeasureName, ...] = ("sl4", "offered", "answered", "abandoned_uncounted_short", "asa", "average_talk")
COLUMNS: tuple[tuple[MeasureName, int, int], ...] = (
    ("offered", 88, 0), ("answered", 80, 1), ("abandoned_uncounted_short", 88, 2), ("short_abandoned", 76, 4),
    ("asa", 76, 3), ("average_talk", 72, 5), ("sl4", 96, 0),
)  # fmt: skip
"""Measure, width, and how soon it gives way."""


def tiles(moment: Moment) -> tuple[Tile, ...]:
    """Six figures; without an answer yet they say nothing."""
    whole = moment.overview.whole if moment.overview is not None else Counts()
    before = moment.overview.before if moment.overview is not None else None
    captions, hints = _captions(moment), _hints(moment, whole)
    found = []
    for name in TILES:
        now = evaluate(name, whole)
        past = evaluate(name, before) if before is not None else None
        found.append(Tile(
            key=name, caption=captions[name], is_wide=name == "sl4", hint=hints[name],
            change=change(now, past, moment.language),
            figure=value(now, moment.language) if moment.overview is not None else NOTHING,
        ))  # fmt: skip
    return tuple(found)


def panels(moment: Moment) -> tuple[tuple[PanelOf, ...], ...]:
    """Two rows of two."""
    if moment.overview is None:
        return ()
    text = moment.language.text
    nothing = text("No calls in this period. The service level cannot be computed.")
    column_chart, _keys = charts.columns(moment)
    spread, heat = charts.waits(moment), charts.load(moment)
    goal = text("goal SL4 {goal}", goal=moment.language.percent(moment.centre.service_goal, 0))
    is_gap = text("collection gap") if heat.gaps else ""
    return (
        (PanelOf(key="columns", title=column_chart.title, chart=column_chart, nothing=nothing),
         PanelOf(key="waits", title=spread.title, hint=spread.hint, chart=spread, nothing=nothing)),
        (PanelOf(key="load", title=heat.title, hint=heat.hint, chart=heat, note=is_gap, nothing=nothing),
         PanelOf(key="queues", title=text("By queue"), table=_queues(moment), note=goal, nothing=nothing)),
    )  # fmt: skip


def _queues(moment: Moment) -> TableOf:
    assert moment.overview is not None
    text, rows = moment.language.text, moment.overview.queues
    titles = _captions(moment)
    columns = (
        Column(name="queue", title=text("Queue"), is_right=False),
        *(Column(name=name, title=_short(name, moment) or titles[name], width=width, rank=rank)
          for name, width, rank in COLUMNS),
    )  # fmt: skip
    lines = [_line(queue, moment.centre.queue_title(queue), counts, moment) for queue, counts in rows.items()]
    lines.sort(key=lambda line: str(line.figures[0].sort).casefold())
    if len(lines) > 1:
        lines.append(_line("", text("Together"), total(rows.values()), moment, is_total=True))
    return TableOf(name="overview_queues", columns=columns, lines=tuple(lines))


def _line(key: str, title: str, counts: Counts, moment: Moment, *, is_total: bool = False) -> Line:
    figures = [Figure(text=title, sort=title)]
    for name, _width, _rank in COLUMNS:
        found = evaluate(name, counts)
        figures.append(_figure(found, key, moment))
    return Line(key=key, figures=tuple(figures), is_total=is_total)


def _figure(found: Value, queue: str, moment: Moment) -> Figure:
    sort = float(found.value) if found.value is not None else -1.0
    text = value(found, moment.language)
    if found.formula.name != "sl4" or found.value is None:
        return Figure(text=text, sort=sort, key=found.formula.name)
    is_met = found.value >= moment.centre.queue_goal(queue)
    return Figure(
        text=text,
        sort=sort,
        key="sl4",
        token="good" if is_met else "warn",
        icon="circle_tick" if is_met else "triangle",
    )


def _captions(moment: Moment) -> dict[MeasureName, str]:
    text = moment.language.text
    return {
        "sl4": text("Service level"), "offered": text("Offered"), "answered": text("Answered|count"),
        "abandoned_uncounted_short": text("Abandoned|count"), "short_abandoned": text("Short|count"),
        "asa": text("Average wait"), "average_talk": text("Average talk"),
    }  # fmt: skip


def _short(name: MeasureName, moment: Moment) -> str:
    """Titles of columns where the tile's are too long."""
    text = moment.language.text
    return {"asa": text("Wait|column"), "average_talk": text("Talk|column"), "sl4": "SL4"}.get(name, "")


def _hints(moment: Moment, whole: Counts) -> dict[MeasureName, str]:
    text, language, limits = moment.language.text, moment.language, charts.limits_of(whole)
    short = evaluate("short_abandoned", whole)
    rate = evaluate("abandon_rate", whole)
    return {
        "sl4": text(
            "SL4 · {goal}/{threshold}, abandons up to {short} s not counted",
            goal=language.number(moment.centre.service_goal), threshold=language.number(limits.threshold_seconds),
            short=language.number(limits.short_abandon_seconds),
        ),
        "offered": text("entries to queues"),
        "answered": text("{share} of settled", share=value(evaluate("answered_share", whole), language)),
        "abandoned_uncounted_short": text(
            "{share} with {count} short", share=value(rate, language), count=value(short, language)),
        "asa": text("answered only"), "average_talk": text("without hold"),
    }  # fmt: skip
