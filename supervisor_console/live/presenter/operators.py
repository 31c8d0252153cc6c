"""The operators' table. Rows stand by extension and stay where they are; only what is in them changes."""

from __future__ import annotations

from shared.domain.board import AgentRow
from supervisor_console.live.presenter.seen import NOTHING, Seen, plain
from supervisor_console.live.presenter.titles import ORDER, STATES
from supervisor_console.live.screen import AgentLine, Words

_BUSY = ("ringing", "talking", "on_hold")


def operators(seen: Seen) -> tuple[AgentLine, ...]:
    """Those whom the filters let through."""
    words = {state: Words(seen.language.text(word), token, icon) for state, (token, icon, word) in STATES.items()}
    return tuple(_line(seen, row, words[row.state]) for row in seen.agents if is_shown(seen, row))


def signed_in(seen: Seen) -> tuple[int, int]:
    """How many of how many in the chosen queues are signed in."""
    everybody = [row for row in seen.agents if _is_of_queues(seen, row)]
    return sum(1 for row in everybody if row.state != "logged_out"), len(everybody)


def is_shown(seen: Seen, row: AgentRow) -> bool:
    """Do the filters let this operator through? Who is chosen stays, whatever becomes of him."""
    if (row.pbx, row.agent) == seen.moment.choices.agent:
        return True
    wanted = seen.moment.choices.state
    if wanted == "signed_in":
        if row.state == "logged_out":
            return False
    elif wanted != "all" and row.state != wanted:
        return False
    return _is_of_queues(seen, row)


def _is_of_queues(seen: Seen, row: AgentRow) -> bool:
    if not seen.chosen or row.queue in seen.chosen:
        return True
    # a signed-out operator is in no queue any more and belongs to nobody's view of some queues
    return any(one.queue in seen.chosen for one in row.memberships)


def _line(seen: Seen, row: AgentRow, state: Words) -> AgentLine:
    seconds = seen.seconds_since(row.pbx, row.since)
    about, more = _about(seen, row)
    average = row.talk_seconds / row.handled if row.handled else 0.0
    return AgentLine(
        pbx=row.pbx, agent=row.agent, order=(int(row.agent) if row.agent.isascii() and row.agent.isdigit() else 10**9,
                                             row.agent),
        state=state, state_order=ORDER[row.state], name=plain(row.name or row.agent),
        time=_time(seen, row, seconds), seconds=seconds, about=about, about_more=more, today=row.handled,
        average=seen.length(average) if row.handled else NOTHING, average_seconds=average, missed=row.missed,
        queues=", ".join(_membership(seen, row)), account=plain(row.account),
    )  # fmt: skip


def _time(seen: Seen, row: AgentRow, seconds: float) -> Words:
    """In the state; a pause over the limit of its reason has a clock before it."""
    if row.since is None:
        return Words(NOTHING, "muted")
    limit = seen.reason_limit(row.reason) if row.state == "paused" else None
    if limit is not None and seconds > limit:
        return Words(seen.length(seconds), "warn", "clock")
    return Words(seen.length(seconds))


def _about(seen: Seen, row: AgentRow) -> tuple[str, str]:
    """What the state is about: (in the text's colour, muted after it)."""
    if row.state in _BUSY:
        queue = seen.queue_title(row.queue)
        party = seen.phone(row.caller) if row.call or row.caller else ""
        return queue, party
    match row.state:
        case "paused":
            return "", seen.reason(row.reason) if row.reason else NOTHING
        case "wrapping_up":
            return "", seen.queue_title(row.queue) or NOTHING
        case "unreachable":
            return "", seen.language.text("The phone does not answer")
    return "", NOTHING


def _membership(seen: Seen, row: AgentRow) -> list[str]:
    """The titles of his queues; where he is on pause in some only, those say so."""
    is_apart = row.state != "paused" and any(one.is_paused for one in row.memberships)
    paused = seen.language.text("paused") if is_apart else ""
    return [
        f"{seen.queue_title(one.queue)} ({paused})" if is_apart and one.is_paused else seen.queue_title(one.queue)
        for one in row.memberships
    ]
