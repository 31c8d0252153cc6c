"""The large figures and the small ones beside them."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.measures import QueueSums
from wallboard.pages import Tile
from wallboard.presenter.alerts import figure
from wallboard.presenter.moment import Moment
from wallboard.screen import FigureTile, Room, Sum, SumsTile, Token, Words


def waiting_now(moment: Moment, tile: Tile) -> FigureTile:
    """How many wait, and in how many queues."""
    language, rows = moment.language, moment.queues_of(tile)
    count = sum(row.waiting for row in rows)
    queues = sum(1 for row in rows if row.waiting)
    alarm = moment.alarm_over(tile, "waiting")
    note = language.plural("in {number} queue", "in {number} queues", queues) if count else ""
    label = Words(tile.title or language.text("Waiting now"), alarm.level if alarm else "muted",
                  "triangle" if alarm else "people")  # fmt: skip
    return FigureTile(
        label, language.number(count), widest="000", is_empty=False, note=note,
        side=Words() if count else Words(language.text("nobody is waiting"), "good", "tick"),
        alarm=alarm.level if alarm else None,
    )


def longest_wait(moment: Moment, tile: Tile) -> FigureTile:
    """The longest wait that goes on, in which queue, and the limit while an alarm is on."""
    language, rows = moment.language, moment.queues_of(tile)
    waiting = [row for row in rows if row.waiting_since is not None]
    alarm = moment.alarm_over(tile, "longest_wait")
    label = tile.title or language.text("Longest wait")
    if not waiting:
        most = max((row.longest_wait_seconds for row in rows), default=0.0)
        note = language.text("today's longest {time}", time=language.running(timedelta(seconds=most))) if most else ""
        return FigureTile(Words(label, "muted", "clock"), "–", widest="00:00", is_empty=True, note=note)
    first = min(waiting, key=lambda row: row.waiting_since or moment.now)
    value = moment.running(first.waiting_since)
    limit = language.text("limit {time}", time=figure("longest_wait", alarm.limit, language)) if alarm else ""
    level = alarm.level if alarm else None
    return FigureTile(
        Words(label, level or "muted", "triangle" if alarm else "clock"), value,
        widest="00:00" if len(value) <= 5 else "0:00:00", strong_note=moment.queue_title(first),
        note=f"· {limit}" if limit else "", alarm=level,
    )


def service_level(moment: Moment, tile: Tile) -> FigureTile:
    """Today's service level with its formula's name, the goal, and whether it is met."""
    language, sums = moment.language, moment.sums_of(tile)
    level, goal = sums.service_level, _goal(moment, tile)
    alarm = moment.alarm_over(tile, "service_level")
    label = tile.title or language.text("{name} today", name=service_level_name(moment))
    if level is None:
        side = Words(language.text("goal {goal} %", goal=language.number(goal)), "muted")
        return FigureTile(Words(label, "muted"), "–", widest="100,0", is_empty=True, side=side, share=0.0,
                          goal=goal / 100)  # fmt: skip
    is_met = level >= goal
    said = language.text("goal {goal} % met", goal=language.number(goal)) if is_met else language.text(
        "goal {goal} % missed", goal=language.number(goal))
    return FigureTile(
        Words(label, "muted"), language.number(level, 1), "%", language.number(100, 1),
        side=Words(said, "good" if is_met else "bad", "tick" if is_met else "arrow_down"),
        share=level / 100, goal=goal / 100, alarm=alarm.level if alarm else None,
    )


def service_level_name(moment: Moment) -> str:
    """The name of the formula: "SL 80/20" is 80 % within 20 s."""
    goal, seconds = moment.centre.service_goal, moment.centre.service_level_seconds
    return f"SL {moment.language.number(goal)}/{moment.language.number(seconds)}"


def _goal(moment: Moment, tile: Tile) -> float:
    if len(tile.queues) == 1:
        return moment.centre.queue_goal(tile.queues[0])
    return moment.centre.service_goal


def sums(moment: Moment, tile: Tile, room: Room) -> SumsTile:
    """Today's sums, the most important first, as many as there is room for."""
    language, found = moment.language, moment.sums_of(tile)
    answered, lost, offered = found.total("answered"), found.total("abandoned"), found.total("offered")
    share = language.percent(100 * lost / offered) if offered else ""
    every = (
        Sum(language.text("Answered"), "", language.number(answered), _muted(answered)),
        Sum(language.text("Lost"), f"· {share}" if share else "", language.number(lost), _muted(lost)),
        Sum(language.text("Average wait"), "", _mean(moment, found, "wait_seconds"), _muted(answered)),
        Sum(language.text("Offered"), "", language.number(offered), _muted(offered)),
        Sum(language.text("Short abandons"), _short(moment), language.number(found.total("short_abandoned")),
            _muted(found.total("short_abandoned"))),
        Sum(language.text("Average talk"), "", _mean(moment, found, "talk_seconds"), _muted(answered)),
    )  # fmt: skip
    return SumsTile(every[: max(1, room.rows * room.columns)])


def _short(moment: Moment) -> str:
    return moment.language.text("· under {seconds} s", seconds=moment.language.number(
        moment.centre.short_abandon_seconds))


def _mean(moment: Moment, found: QueueSums, name: str) -> str:
    answered = found.total("answered")
    if name == "talk_seconds":
        answered -= found.total("talking")  # who still talks has no length yet
    if answered <= 0:
        return "–"
    seconds = sum(float(getattr(row, name)) for row in found.rows) / answered
    return moment.language.running(timedelta(seconds=seconds))


def _muted(count: int) -> Token:
    return "text" if count else "muted"
