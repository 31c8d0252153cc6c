"""Large and small figures: waiting now, longest wait, service level, today's sums."""

from __future__ import annotations

from collections.abc import Callable

from shared.domain.measures import QueueSums
from wallboard.pages import SumKind, Tile
from wallboard.presenter.seen import Seen, level_of
from wallboard.presenter.titles import kind_title
from wallboard.screen import FigureTile, Sum, SumsTile, Token, Words

SUMS: tuple[SumKind, ...] = ("answered", "abandoned", "average_wait")
"""What a tile of sums shows that was not told what."""
EMPTY = "–"


def waiting_now(seen: Seen, tile: Tile) -> FigureTile:
    """How many wait, and in how many queues."""
    language, sums = seen.language, seen.sums(tile)
    waiting = sums.total("waiting")
    alarm = level_of(seen.alerts_on(tile, "waiting"))
    label = Words(tile.title or language.text("Waiting now"), "muted", "triangle" if alarm else "people")
    if not waiting:
        calm = Words(language.text("nobody is waiting"), "good", "tick")
        return FigureTile(label, "0", widest="00", side=calm, alarm=alarm)
    queues = sum(1 for row in sums.rows if row.waiting)
    note = language.plural("in {number} queue", "in {number} queues", queues)
    return FigureTile(label, language.number(waiting), widest="0" * max(2, len(str(waiting))), note=note, alarm=alarm)


def longest_wait(seen: Seen, tile: Tile) -> FigureTile:
    """How long the first of those who wait has waited; today's longest while nobody does."""
    language, rows = seen.language, [row for row in seen.sums(tile).rows if row.waiting_since]
    alerts = seen.alerts_on(tile, "longest_wait")
    alarm = level_of(alerts)
    label = Words(tile.title or language.text("Longest wait"), "muted", "triangle" if alarm else "clock")
    if not rows:
        worst = max((row.longest_wait_seconds for row in seen.sums(tile).rows), default=0.0)
        note = language.text("today's longest {time}", time=seen.seconds(worst)) if worst else ""
        return FigureTile(label, EMPTY, widest="00:00", is_empty=True, note=note, alarm=alarm)
    longest = max(rows, key=lambda row: (seen.length(row.pbx, row.waiting_since), row.queue))
    value = seen.running(longest.pbx, longest.waiting_since)
    # The alert of the queue that is shown, or else the one that colours the tile.
    about = [one for one in alerts if one.queue in (None, longest.queue)] or alerts
    shown = next((row for row in rows if about and row.queue == about[0].queue and row.pbx == about[0].pbx), longest)
    limit = about[0].limit if about else None
    note = "" if limit is None else language.text("limit {time}", time=seen.seconds(limit))
    return FigureTile(
        label, value, widest="0:00:00" if len(value) > 5 else "00:00", note=note,
        strong_note=seen.title(shown.pbx, shown.queue), alarm=alarm,
    )  # fmt: skip


def callbacks(seen: Seen, tile: Tile) -> FigureTile:
    """How many left a queue by a key and wait to be called back."""
    language, rows = seen.language, [row for row in seen.sums(tile).rows if row.callbacks]
    label = Words(tile.title or kind_title("callbacks", language), "muted", "handset")
    if not rows:
        calm = Words(language.text("nobody is waiting"), "good", "tick")
        return FigureTile(label, "0", widest="00", side=calm)
    count = sum(row.callbacks for row in rows)
    note = language.plural("in {number} queue", "in {number} queues", len(rows))
    return FigureTile(label, language.number(count), widest="0" * max(2, len(str(count))), note=note)


def service_level(seen: Seen, tile: Tile) -> FigureTile:
    """Today's service level with the formula's name, against the goal."""
    language, level, goal = seen.language, seen.sums(tile).service_level, seen.goal(tile)
    alarm = level_of(seen.alerts_on(tile, "service_level"))
    name = language.text("{name} today", name=seen.level_name)
    label = Words(tile.title or name, "muted", "triangle" if alarm else "")
    widest = language.number(100, 1)
    if level is None:
        note = language.text("no calls yet")
        return FigureTile(label, EMPTY, widest=widest, is_empty=True, note=note, alarm=alarm)
    share = language.percent(goal, 0 if goal == int(goal) else 1)
    if level >= goal:
        side = Words(language.text("goal {share} met", share=share), "good", "tick")
    else:
        side = Words(language.text("goal {share} not met", share=share), "bad", "arrow_down")
    return FigureTile(
        label, language.number(level, 1), "%", widest, side=side, share=level / 100, goal=goal / 100, alarm=alarm,
    )  # fmt: skip


def sums_tile(seen: Seen, tile: Tile) -> SumsTile:
    """Today's sums that the tile was told to show."""
    sums = seen.sums(tile)
    return SumsTile(tuple(_ONE[kind](seen, tile, sums) for kind in tile.sums or SUMS))


def _count(kind: str, say: Callable[[Seen], str], *measures: str) -> Callable[[Seen, Tile, QueueSums], Sum]:
    def made(seen: Seen, tile: Tile, sums: QueueSums) -> Sum:
        return Sum(say(seen), "", seen.language.number(sums.total(kind)), _token(seen, tile, kind, *measures))

    return made


def _abandoned(seen: Seen, tile: Tile, sums: QueueSums) -> Sum:
    lost, offered = sums.total("abandoned"), sums.total("offered")
    extra = seen.language.percent(100 * lost / offered) if offered else ""
    token = _token(seen, tile, "abandoned", "abandoned_share")
    return Sum(seen.language.text("Abandoned"), extra, seen.language.number(lost), token)


def average_wait(sums: QueueSums) -> float | None:
    """Of the answered, in seconds."""
    answered = sums.total("answered")
    return sum(row.wait_seconds for row in sums.rows) / answered if answered else None


def _average_wait(seen: Seen, tile: Tile, sums: QueueSums) -> Sum:
    return _time(seen, seen.language.text("Average wait"), average_wait(sums), _token(seen, tile, "average_wait"))


def _average_talk(seen: Seen, _tile: Tile, sums: QueueSums) -> Sum:
    finished = sums.total("answered") - sums.total("talking")
    talk = sum(row.talk_seconds for row in sums.rows)
    return _time(seen, seen.language.text("Average talk"), talk / finished if finished > 0 and talk else None, "text")


def _time(seen: Seen, label: str, seconds: float | None, token: Token) -> Sum:
    return Sum(label, "", EMPTY, "muted") if seconds is None else Sum(label, "", seen.seconds(seconds), token)


def _token(seen: Seen, tile: Tile, *measures: str) -> Token:
    return level_of(seen.alerts_on(tile, *measures)) or "text"


_ONE: dict[SumKind, Callable[[Seen, Tile, QueueSums], Sum]] = {
    "offered": _count("offered", lambda seen: seen.language.text("Offered")),
    "answered": _count("answered", lambda seen: seen.language.text("Answered")),
    "abandoned": _abandoned,
    "short_abandoned": _count("short_abandoned", lambda seen: seen.language.text("Short abandons")),
    "average_wait": _average_wait, "average_talk": _average_talk,
}  # fmt: skip


def unknown(seen: Seen, tile: Tile) -> FigureTile:
    """A large figure before anything has come."""
    return FigureTile(Words(tile.title or kind_title(tile.kind, seen.language), "muted"), EMPTY, is_empty=True)
