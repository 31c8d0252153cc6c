"""What was: the last hour in steps, and today against the same weekday. Old answers are never shown as new ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.measures import QueueSums
from wallboard.pages import Tile
from wallboard.presenter.asking import Ask, Step, Visits, last_hour, same_weekday
from wallboard.presenter.numerals import average_wait
from wallboard.presenter.seen import Seen
from wallboard.screen import Bar, Compared, ComparisonTile, Room, Token, TrendTile, Words

LABELLED = 3
"""Every so many bars have their time under them."""
NICE = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000)
LATE = timedelta(minutes=10)
"""An answer that is about a time so far off is another time's."""


def trend_tile(seen: Seen, tile: Tile) -> TrendTile:
    """Answered and abandoned in the last twelve steps."""
    language = seen.language
    title = tile.title or language.text("Last hour")
    legend = (Words(language.text("answered"), "talking"), Words(language.text("abandoned"), "bad"))
    found = seen.moment.figures.get(Ask("trend", tile.queues))
    if not isinstance(found, Visits) or not _is_of(found, last_hour(seen.heard_at)[0]):
        return TrendTile(title, legend, (), (), _why_none(seen, found))
    times = [language.clock(step.at, seen.zone, seconds=False) for step in found.steps]
    bars = tuple(
        Bar(step.answered, step.abandoned, "" if at % LABELLED else times[at]) for at, step in enumerate(found.steps)
    )
    if not any(bar.answered or bar.lost for bar in bars):
        blind = bool(found.gaps)
        empty = language.text("The PBX was not seen") if blind else language.text("No finished call in the last hour")
        return TrendTile(title, legend, (), (), empty)
    return TrendTile(title, legend, bars, marks(max(bar.answered + bar.lost for bar in bars)))


def marks(highest: int) -> tuple[int, int]:
    """Two round values for the axis, the second not above the highest bar (but 1 and 2 at least)."""
    step = max(one for one in NICE if 2 * one <= max(2, highest))
    return step, 2 * step


def comparison_tile(seen: Seen, tile: Tile, room: Room) -> ComparisonTile:
    """Today until now against the same weekday a week ago until the same time."""
    language = seen.language
    now = seen.heard_at
    then_at = same_weekday(now, seen.zone)[0]
    title = tile.title or language.text("Comparison")
    note = language.text("until {time}", time=language.clock(now, seen.zone, seconds=False))
    columns = (language.text("today"), language.short_day(then_at, seen.zone), language.text("change"))
    found = seen.moment.figures.get(Ask("weekday", tile.queues))
    if not isinstance(found, Visits) or not _is_of(found, then_at):
        return ComparisonTile(title, note, columns, (), _why_none(seen, found))
    then = found.steps[0]
    if not then.offered:
        return ComparisonTile(title, note, columns, (), language.text("Nothing is known of that day"))
    return ComparisonTile(title, note, columns, _rows(seen, seen.sums(tile), then)[: max(1, room.rows)])


def _rows(seen: Seen, today: QueueSums, then: Step) -> tuple[Compared, ...]:
    language = seen.language
    wait = then.wait_seconds / then.answered if then.answered else None
    return (
        _count(seen, language.text("Answered"), today.total("answered"), then.answered, is_bad_up=False),
        _count(seen, language.text("Abandoned"), today.total("abandoned"), then.abandoned, is_bad_up=True),
        _share(seen, seen.level_name, today.service_level, level_of_step(then)),
        _wait(seen, language.text("Average wait"), average_wait(today), wait),
        _count(seen, language.text("Offered"), today.total("offered"), then.offered, is_bad_up=False),
    )


def level_of_step(step: Step) -> float | None:
    """SL4 of a step in per cent, as everywhere."""
    counted = step.answered + step.abandoned - step.short_abandoned
    return 100 * step.answered_in_threshold / counted if counted > 0 else None


def _count(seen: Seen, label: str, today: int, then: int, *, is_bad_up: bool) -> Compared:
    difference = today - then
    token: Token = "muted"
    if is_bad_up and difference:
        token = "bad" if difference > 0 else "good"
    text = f"{_sign(difference)}{seen.language.number(abs(difference))}"
    return Compared(label, seen.language.number(today), seen.language.number(then), _changed(difference, text, token))


def _share(seen: Seen, label: str, today: float | None, then: float | None) -> Compared:
    shown, before = (seen.language.percent(one) if one is not None else "–" for one in (today, then))
    if today is None or then is None:
        return Compared(label, shown, before, Words("–", "muted"))
    difference = round(today - then, 1)
    points = seen.language.text("{number} pp", number=seen.language.number(abs(difference), 1))
    token: Token = "muted" if not difference else "good" if difference > 0 else "bad"
    return Compared(label, shown, before, _changed(difference, f"{_sign(difference)}{points}", token))


def _wait(seen: Seen, label: str, today: float | None, then: float | None) -> Compared:
    shown, before = (seen.seconds(one) if one is not None else "–" for one in (today, then))
    if today is None or then is None:
        return Compared(label, shown, before, Words("–", "muted"))
    difference = int(today) - int(then)
    token: Token = "muted" if not difference else "bad" if difference > 0 else "good"
    text = f"{_sign(difference)}{seen.seconds(abs(difference))}"
    return Compared(label, shown, before, _changed(difference, text, token))


def _sign(difference: float) -> str:
    return "+" if difference > 0 else "−" if difference < 0 else ""


def _changed(difference: float, text: str, token: Token) -> Words:
    return Words(text, token, "arrow_up" if difference > 0 else "arrow_down" if difference < 0 else "")


def _is_of(found: Visits, since: datetime) -> bool:
    return bool(found.steps) and abs(found.steps[0].at - since) < LATE


def _why_none(seen: Seen, found: Visits | str | None) -> str:
    if isinstance(found, str):
        return seen.language.text("The database does not answer")
    return seen.language.text("Figures are being fetched")
