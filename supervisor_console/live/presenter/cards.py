"""The queues' cards: who waits, since when, who is ready, the service level of today."""

from __future__ import annotations

from collections import Counter, defaultdict

from shared.domain.agents import AgentState
from shared.domain.board import QueueRow
from shared.domain.measures import QueueSums
from supervisor_console.live.presenter.seen import NOTHING, Seen
from supervisor_console.live.presenter.titles import STATES
from supervisor_console.live.screen import QueueCard, Token, Words

States = dict[tuple[str, str], Counter[AgentState]]
"""(pbx, queue) → how many operators are in which state."""


def cards(seen: Seen) -> tuple[QueueCard, ...]:
    """In the order of the description, the others by title."""
    counted = _states(seen)
    rows = [
        row for row in seen.moment.board.queues
        if seen.is_wanted(row.queue) and (row.waiting or not seen.moment.choices.is_only_waiting)
    ]  # fmt: skip
    last = len(seen.order)
    rows.sort(key=lambda row: (seen.order.get(row.queue, last), seen.queue_title(row.queue), row.pbx))
    return tuple(_card(seen, row, counted.get((row.pbx, row.queue), Counter())) for row in rows)


def _states(seen: Seen) -> States:
    counted: States = defaultdict(Counter)
    for agent in seen.agents:
        if agent.state != "logged_out":
            for one in agent.memberships:
                counted[agent.pbx, one.queue][agent.state] += 1
    return counted


def _card(seen: Seen, row: QueueRow, states: Counter[AgentState]) -> QueueCard:
    language, title = seen.language, seen.with_pbx(seen.queue_title(row.queue), row.pbx)
    longest, level = _longest(seen, row), _level(seen, row)
    named = tuple(
        Words(language.number(states[state]), token, icon) for state, (token, icon, _word) in STATES.items()
        if states[state]
    )  # fmt: skip
    words = [f"{language.text(STATES[state][2])} {states[state]}" for state in STATES if states[state]]
    if row.callbacks:
        named += (Words(language.number(row.callbacks), "accent", "bent_arrow"),)
        words.append(language.plural("{number} to be called back", "{number} to be called back", row.callbacks))
    return QueueCard(
        pbx=row.pbx, queue=row.queue, title=title, level=level, waiting=language.number(row.waiting), longest=longest,
        ready=language.number(row.ready), members=language.number(row.members), states=named,
        nobody="" if named or row.members else language.text("Nobody is signed in"),
        told=language.text(
            "{queue}: {waiting} waiting, longest {longest}, {ready} of {members} ready, {level}. {states}",
            queue=title, waiting=row.waiting, longest=longest.text, ready=row.ready, members=row.members,
            level=level.text, states=", ".join(words),
        ),
        is_chosen=row.queue in seen.chosen and len(seen.chosen) == 1,
    )  # fmt: skip


def _longest(seen: Seen, row: QueueRow) -> Words:
    """How long the first of those who wait has waited; over a rule's limit in its colour, with a sign."""
    if row.waiting_since is None or not row.waiting:
        return Words(NOTHING, "muted")
    seconds = seen.seconds_since(row.pbx, row.waiting_since)
    alert = seen.alert_on(row.pbx, row.queue, "longest_wait")
    if alert is not None and alert.limit is not None and seconds > alert.limit:
        return Words(seen.length(seconds), alert.level, "triangle")
    return Words(seen.length(seconds))


def _level(seen: Seen, row: QueueRow) -> Words:
    """SL4 of today against the queue's goal."""
    level = QueueSums([row]).service_level
    if level is None:
        return Words(seen.language.text("{name} not yet", name="SL4"), "muted", "minus")
    said = f"SL4 {seen.language.percent(level)}"
    if level >= seen.centre.queue_goal(row.queue):
        return Words(said, "good", "circle_tick")
    alert = seen.alert_on(row.pbx, row.queue, "service_level")
    token: Token = alert.level if alert is not None else "warn"
    return Words(said, token, "triangle")
