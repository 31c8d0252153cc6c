"""Operators: as cards by state and time, and counted by state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from shared.domain.board import AgentRow
from wallboard.pages import Tile
from wallboard.presenter.seen import Seen
from wallboard.presenter.titles import ORDER, STATES, state_words
from wallboard.screen import AgentCard, AgentsTile, Count, CountsTile, Room, Words

NAMES = {False: 105, True: 72}
"""So many letters of names of the signed out fit in a line of the page of operators; compact?"""


def agents_tile(seen: Seen, tile: Tile, room: Room) -> AgentsTile:
    """As many cards as fit, in turns where there are more; those who are signed out are only named."""
    language = seen.language
    everybody = of_tile(seen, tile)
    present = sorted(
        (row for row in everybody if row.state != "logged_out"),
        key=lambda row: (ORDER[row.state], row.since or seen.moment.now, row.name, row.pbx, row.agent),
    )
    part = seen.part(len(present), room.rows * room.columns)
    notes = [_signed_in(seen, len(present), len(everybody) - len(present))]
    if part.count > part.last - part.first:
        notes.append(language.text("{first}–{last} of {count}", first=part.first + 1, last=part.last, count=part.count))
    return AgentsTile(
        tile.title or language.text("Agents"), " · ".join(notes),
        tuple(_card(seen, row) for row in present[part.first : part.last]),
        _signed_out(seen, [row for row in everybody if row.state == "logged_out"]),
        "" if present else language.text("Nobody is signed in"),
    )  # fmt: skip


def counts_tile(seen: Seen, tile: Tile) -> CountsTile:
    """All states, those of nobody too: nothing moves."""
    counted = Counter(row.state for row in of_tile(seen, tile))
    present = sum(count for state, count in counted.items() if state != "logged_out")
    language = seen.language
    counts = tuple(
        Count(state_words(state, language, is_count=True), language.number(counted[state]), not counted[state])
        for state in STATES
    )
    title = tile.title or language.text("Agents")
    return CountsTile(title, language.plural("{number} signed in", "{number} signed in", present), counts)


def of_tile(seen: Seen, tile: Tile) -> list[AgentRow]:
    """Agents who belong to the tile's queues, or serve one of them now."""
    rows: Iterable[AgentRow] = seen.moment.board.agents
    if tile.queues:
        wanted = set(tile.queues)
        rows = (
            row for row in rows
            if row.queue in wanted or any(one.queue in wanted for one in row.memberships)
        )  # fmt: skip
    return list(rows)


def _signed_in(seen: Seen, present: int, absent: int) -> str:
    language = seen.language
    here = language.plural("{number} signed in", "{number} signed in", present)
    if not absent:
        return here
    return f"{here} · {language.plural('{number} signed out', '{number} signed out', absent)}"


def _card(seen: Seen, row: AgentRow) -> AgentCard:
    state = state_words(row.state, seen.language)
    lasting = seen.length(row.pbx, row.since)
    limit = _limit(seen, row, lasting)
    return AgentCard(
        name=row.name or row.agent, extension="" if row.agent == row.name else row.agent, state=state,
        detail=_detail(seen, row), time=seen.language.running(lasting) if row.since else "–", limit=limit,
    )  # fmt: skip


def _detail(seen: Seen, row: AgentRow) -> str:
    match row.state:
        case "paused":
            reason = seen.centre.reason_of(row.reason)
            return reason.title or row.reason
        case "unreachable":
            return seen.language.text("no phone registered")
    if row.queue:
        return seen.plain_title(row.queue)
    if row.state == "ready":
        return ", ".join(seen.plain_title(one.queue) for one in row.memberships if not one.is_paused)
    return ""


def _limit(seen: Seen, row: AgentRow, lasting: timedelta) -> str:
    if row.state != "paused":
        return ""
    limit = seen.centre.reason_of(row.reason).limit_seconds
    if limit is None or lasting <= timedelta(seconds=limit):
        return ""
    return seen.language.text("limit {time}", time=seen.seconds(limit))


def _signed_out(seen: Seen, absent: list[AgentRow]) -> Words:
    """Their names in one line, as many as fit."""
    if not absent:
        return Words()
    language, names = seen.language, sorted({row.name or row.agent for row in absent})
    room, shown = NAMES[seen.moment.is_compact], list[str]()
    for name in names:
        if sum(map(len, shown)) + 2 * len(shown) + len(name) > room and shown:
            break
        shown.append(name)
    listed = ", ".join(shown)
    if rest := len(names) - len(shown):
        more = language.plural("… and {number} more", "… and {number} more", rest)
        listed = f"{listed} {more}"
    return Words(language.text("Signed out: {names}", names=listed), "offline", "circle_dashed")
