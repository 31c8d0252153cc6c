"""What kinds of tiles and states are called. Texts are marked here and looked up where they are shown."""

from __future__ import annotations

from shared.domain.agents import AgentState
from shared.language import Language, to_translate
from wallboard.pages import Page, TileKind
from wallboard.screen import Token, Words

KINDS: dict[TileKind, str] = {
    "waiting_now": to_translate("Waiting now"), "longest_wait": to_translate("Longest wait"),
    "service_level": to_translate("Service level"), "sums": to_translate("Today's figures"),
    "queues": to_translate("Queues"), "callers": to_translate("Waiting callers"), "agents": to_translate("Agents"),
    "counts": to_translate("Agents by state"), "lines": to_translate("Inbound lines"),
    "trend": to_translate("Last hour"), "comparison": to_translate("Comparison with a week ago"),
    "callbacks": to_translate("Callbacks"), "campaigns": to_translate("Campaigns"), "clock": to_translate("Clock"),
    "text": to_translate("Text"), "picture": to_translate("Picture"),
}
PAGES = {
    "overview": to_translate("Overview"), "agents": to_translate("Agents"), "lines": to_translate("Lines and trend"),
}
"""Names of the default pages by their keys."""

STATES: dict[AgentState, tuple[Token, str, str, str]] = {
    "ready": ("ready", "circle_tick", to_translate("Ready"), to_translate("Ready|count")),
    "ringing": ("ringing", "bell", to_translate("Ringing"), to_translate("Ringing")),
    "talking": ("talking", "handset", to_translate("On a call"), to_translate("On a call")),
    "on_hold": ("held", "pause_square", to_translate("On hold"), to_translate("On hold")),
    "wrapping_up": ("wrapup", "pencil", to_translate("Wrap-up"), to_translate("Wrap-up|count")),
    "paused": ("paused", "cup", to_translate("Paused"), to_translate("Paused")),
    "unreachable": ("unreachable", "handset_cross", to_translate("Unreachable"), to_translate("Unreachable|count")),
    "logged_out": ("offline", "circle_dashed", to_translate("Signed out"), to_translate("Signed out|count")),
}
"""State → token, icon, word on a card, word over a count (Czech has another form there). In the order of display."""
ORDER: dict[str, int] = {state: place for place, state in enumerate(STATES)}


def kind_title(kind: TileKind, language: Language) -> str:
    """What a kind of tile is called."""
    return language.text(KINDS[kind])


def page_title(page: Page, language: Language) -> str:
    """What a page is called; empty for one that nobody named."""
    return page.name or language.text(PAGES.get(page.key, ""))


def state_words(state: AgentState, language: Language, *, is_count: bool = False) -> Words:
    """A state as icon, colour and word."""
    token, icon, word, count = STATES[state]
    said = language.text(count if is_count else word)
    return Words(said.removesuffix("|count"), token, icon)
