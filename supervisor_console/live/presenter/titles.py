"""What states and alerts are called. Texts are marked here and looked up where they are shown."""

from __future__ import annotations

from shared.domain.agents import AgentState
from shared.language import Language, to_translate
from supervisor_console.live.screen import Token, Words

STATES: dict[AgentState, tuple[Token, str, str]] = {
    "ready": ("ready", "circle_tick", to_translate("Ready")),
    "ringing": ("ringing", "bell", to_translate("Ringing")),
    "talking": ("talking", "handset", to_translate("On a call")),
    "on_hold": ("held", "pause_square", to_translate("On hold")),
    "wrapping_up": ("wrapup", "pencil", to_translate("Wrap-up")),
    "paused": ("paused", "cup", to_translate("Paused")),
    "unreachable": ("unreachable", "handset_cross", to_translate("Unreachable")),
    "logged_out": ("offline", "circle_dashed", to_translate("Signed out")),
}
"""State → token, icon, word. In the order of display."""
ORDER: dict[str, int] = {state: place for place, state in enumerate(STATES)}

MEASURES = {
    "waiting": (to_translate("{value} waiting, limit {limit}"), "number"),
    "longest_wait": (to_translate("longest wait over the {limit} limit"), "time"),
    "ready": (to_translate("{value} ready, limit {limit}"), "number"),
    "paused": (to_translate("{value} paused, limit {limit}"), "number"),
    "talking": (to_translate("{value} talking, limit {limit}"), "number"),
    "members": (to_translate("{value} agents signed in, limit {limit}"), "number"),
    "unreachable": (to_translate("{value} agents unreachable, limit {limit}"), "number"),
    "offered": (to_translate("{value} calls offered today, limit {limit}"), "number"),
    "answered": (to_translate("{value} calls answered today, limit {limit}"), "number"),
    "abandoned": (to_translate("{value} calls abandoned today, limit {limit}"), "number"),
    "short_abandoned": (to_translate("{value} short abandons today, limit {limit}"), "number"),
    "abandoned_share": (to_translate("{value} of calls abandoned, limit {limit}"), "share"),
    "service_level": (to_translate("service level {value}, limit {limit}"), "share"),
    "average_wait": (to_translate("average wait {value}, limit {limit}"), "time"),
}
"""Measure → what an alert about it says, and how its value and limit are written."""
TROUBLES = {
    "database_away": to_translate("the database does not answer, figures of the past are missing"),
    "disk_full": to_translate("the server's disk is full, call the administrator"),
}


def state_words(state: AgentState, language: Language) -> Words:
    """A state as icon, colour and word."""
    token, icon, word = STATES[state]
    return Words(language.text(word), token, icon)
