"""The last hour in bars, and today against the same weekday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from wallboard.pages import Tile
from wallboard.presenter.asked import WEEK_DAYS, Step
from wallboard.presenter.moment import Moment
from wallboard.screen import Bar, Compared, ComparisonTile, Token, TrendTile, Words

LABEL_EVERY = 3
"""Every third bar has its time under it."""
ROUND = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000)


def trend(moment: Moment, tile: Tile) -> TrendTile:
    """Twelve bars of five minutes, the last one still growing."""
    language, steps = moment.language, moment.answers.trend
    legend = (Words(language.text("answered"), "talking"), Words(language.text("lost"), "bad"))
    bars = tuple(
        Bar(step.answered, step.abandoned,
            language.clock(step.at, moment.zone, seconds=False) if number % LABEL_EVERY == 0 else "")
        for number, step in enumerate(steps)
    )  # fmt: skip
    most = max((bar.answered + bar.lost for bar in bars), default=0)
    empty = _problem(moment) or ("" if most else language.text("No calls in the last hour"))
    return TrendTile(tile.title or language.text("Last hour"), legend, bars if not empty else (), marks(most), empty)


def marks(most: int) -> tuple[int, ...]:
    """Two round values on the axis: the larger one is not above the highest bar by more than a step."""
    step = next((one for one in ROUND if 2 * one >= most * 0.75), ROUND[-1])
    return (step, 2 * step)


def _problem(moment: Moment) -> str:
    language, answers = moment.language, moment.answers
    if answers.problem and not answers.trend:
        return language.text("The figures of the past cannot be read now")
    return "" if answers.is_asked else language.text("Being read …")


def comparison(moment: Moment, tile: Tile) -> ComparisonTile:
    """Today until now against the same weekday a week ago until the same time."""
    language = moment.language
    today, then = moment.answers.today, moment.answers.then
    title = tile.title or language.text("Same weekday")
    ago = language.short_day(moment.now - timedelta(days=WEEK_DAYS), moment.zone)
    columns = (language.text("Today"), ago, language.text("Difference"))
    if today is None or then is None or not then.offered:
        empty = _problem(moment) or language.text("Nothing is known of that day")
        return ComparisonTile(title, "", columns, (), empty)
    note = language.text("until {time}", time=language.clock(moment.now, moment.zone, seconds=False))
    return ComparisonTile(title, note, columns, _rows(moment, today, then))


def _rows(moment: Moment, today: Step, then: Step) -> tuple[Compared, ...]:
    language = moment.language
    return (
        _row(moment, language.text("Offered"), today.offered, then.offered, 0),
        _row(moment, language.text("Answered"), today.answered, then.answered, 0),
        _row(moment, language.text("Lost"), today.abandoned, then.abandoned, -1),
        _row(moment, language.text("Average wait"), _mean(today), _mean(then), -1, is_time=True),
        _row(moment, language.text("Service level"), _level(today), _level(then), 1, is_share=True),
    )


def _row(
    moment: Moment, label: str, today: float | None, then: float | None, better: int, *, is_time: bool = False,
    is_share: bool = False,
) -> Compared:  # fmt: skip
    """``better``: 1 where more is better, −1 where less is, 0 where neither."""
    language = moment.language

    def write(value: float | None) -> str:
        if value is None:
            return "–"
        if is_time:
            return language.running(timedelta(seconds=value))
        return language.percent(value) if is_share else language.number(value)

    difference = _difference(moment, today, then, better, write, is_share=is_share)
    return Compared(label, write(today), write(then), difference)


def _difference(
    moment: Moment, today: float | None, then: float | None, better: int, write: Callable[[float | None], str], *,
    is_share: bool,
) -> Words:  # fmt: skip
    if today is None or then is None:
        return Words("–", "muted")
    more = today - then
    if not more:
        return Words("=", "muted")
    if is_share:
        said = moment.language.text("{points} pp", points=moment.language.number(abs(more), 1))
    else:
        said = moment.language.percent(100 * abs(more) / then, 0) if then else write(abs(more))
    token: Token = "muted" if not better else "good" if more * better > 0 else "bad"
    return Words(f"{'+' if more > 0 else '−'}{said}", token, "arrow_up" if more > 0 else "arrow_down")


def _mean(step: Step) -> float | None:
    return step.wait_seconds / step.answered if step.answered else None


def _level(step: Step) -> float | None:
    counted = step.answered + step.abandoned - step.short_abandoned
    return 100 * step.answered_in_threshold / counted if counted else None
