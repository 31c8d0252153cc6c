"""Operators: as a grid of cards by state, and counted."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.agents import AgentState
from shared.domain.board import AgentRow
from shared.language import Language, to_translate
from wallboard.pages import Tile
from wallboard.presenter.moment import Moment
from wallboard.screen import AgentCard, AgentsTile, Count, CountsTile, Room, Token, Words

STATES: dict[AgentState, tuple[Token, str, str, str]] = {
    "ready": ("ready", "circle_tick", to_translate("Ready"), to_translate("Ready ones")),
    "ringing": ("ringing", "bell", to_translate("Ringing"), to_translate("Ringing")),
    "talking": ("talking", "handset", to_translate("On a call"), to_translate("On a call")),
    "on_hold": ("held", "pause_square", to_translate("On hold"), to_translate("On hold")),
    "wrapping_up": ("wrapup", "pencil", to_translate("Wrap-up"), to_translate("Wrapping up")),
    "paused": ("paused", "cup", to_translate("Pause"), to_translate("On a pause")),
    "unreachable": ("unreachable", "handset_cross", to_translate("Unreachable"), to_translate("Unreachable ones")),
    "logged_out": ("offline", "circle_dashed", to_translate("Signed out"), to_translate("Signed out ones")),
}
"""State → colour, icon, word for one operator, word over a count; in the order in which they are shown."""
ORDER: dict[str, int] = {state: number for number, state in enumerate(STATES)}


def state_words(state: AgentState, language: Language, *, is_count: bool = False) -> Words:
    """A state as icon, colour and word."""
    token, icon, one, many = STATES[state]
    return Words(language.text(many if is_count else one), token, icon)


def agents(moment: Moment, tile: Tile, room: Room) -> AgentsTile:
    """Cards in the states' order, the longest in a state first; those signed out are only counted and named."""
    language = moment.language
    every = [row for row in moment.board.agents if _belongs(row, tile)]
    there = sorted((row for row in every if row.state != "logged_out"), key=lambda row: (
        ORDER[row.state], row.since.timestamp() if row.since else 0.0, row.name))
    away = sorted(row.name or row.agent for row in every if row.state == "logged_out")
    part = moment.part(len(there), max(1, room.rows * room.columns))
    note = " · ".join(text for text in (
        language.plural("{number} signed in", "{number} signed in", len(there)),
        language.plural("{number} signed out", "{number} signed out", len(away)) if away else "",
        moment.part_note(len(there), part),
    ) if text)  # fmt: skip
    return AgentsTile(
        tile.title or language.text("Operators"), note if every else "",
        tuple(_card(moment, row) for row in there[part]), _signed_out(moment, away),
        "" if there else language.text("Nobody is signed in"),
    )


def _belongs(row: AgentRow, tile: Tile) -> bool:
    return not tile.queues or any(one.queue in tile.queues for one in row.memberships)


def _signed_out(moment: Moment, names: list[str]) -> Words:
    if not names:
        return Words()
    return Words(moment.language.text("Signed out: {names}", names=", ".join(names)), "offline", "circle_dashed")


def _card(moment: Moment, row: AgentRow) -> AgentCard:
    language = moment.language
    words, detail, limit = state_words(row.state, language), "", ""
    if row.state == "paused":
        reason = moment.centre.reason_of(row.reason)
        detail = reason.title or reason.reason
        if reason.limit_seconds and moment.since(row.since).total_seconds() > reason.limit_seconds:
            limit = language.text("limit {time}", time=language.running(timedelta(seconds=reason.limit_seconds)))
    elif row.state == "unreachable":
        detail = language.text("phone does not answer")
    elif row.queue:
        detail = moment.centre.queue_title(row.queue)
    elif row.state in ("talking", "on_hold", "ringing"):
        detail = language.text("outside queues")
    else:
        detail = ", ".join(moment.centre.queue_title(one.queue) for one in row.memberships)
    return AgentCard(row.name or row.agent, row.agent, words, detail, moment.running(row.since), limit)


def counts(moment: Moment, tile: Tile) -> CountsTile:
    """How many are in each state."""
    language = moment.language
    every = [row for row in moment.board.agents if _belongs(row, tile)]
    found = dict.fromkeys(STATES, 0)
    for row in every:
        found[row.state] += 1
    there = len(every) - found["logged_out"]
    return CountsTile(
        tile.title or language.text("Operators"),
        language.plural("{number} signed in", "{number} signed in", there),
        tuple(Count(state_words(state, language, is_count=True), language.number(number), number == 0)
              for state, number in found.items()),
    )  # fmt: skip
