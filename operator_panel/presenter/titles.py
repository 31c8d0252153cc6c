"""What states and kinds of calls are called. Texts are marked here and looked up where they are shown."""

from __future__ import annotations

from operator_panel.presenter.told import OwnKind
from operator_panel.screen import Token, Words
from shared.domain.agents import AgentState
from shared.domain.description import PauseReason
from shared.language import Language, to_translate

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

KINDS: dict[OwnKind, tuple[Token, str, str]] = {
    "handled": ("talking", "arrow_down_left", to_translate("Incoming call")),
    "missed": ("bad", "bent_arrow", to_translate("Missed call")),
    "outgoing": ("accent", "arrow_up_right", to_translate("Outgoing call")),
    "internal": ("accent", "arrow_up_right", to_translate("Internal call")),
}
_PAUSE_ICONS = {
    "food": ("lunch", "meal", "dinner", "oběd", "jídlo"), "book": ("train", "school", "study", "školení", "skoleni"),
    "people": ("meeting", "porada", "brief"), "pencil": ("work", "admin", "práce", "prace", "paper"),
}  # fmt: skip


def state_words(state: AgentState, language: Language) -> Words:
    """A state as icon, colour and word."""
    token, icon, word = STATES[state]
    return Words(language.text(word), token, icon)


def kind_words(kind: OwnKind, language: Language, *, is_answered: bool = True) -> Words:
    """A kind of call as icon, colour and word; an outgoing one that nobody answered is muted."""
    token, icon, word = KINDS[kind]
    return Words(language.text(word), token if is_answered else "muted", icon)


def pause_icon(reason: PauseReason) -> str:
    """A picture for a pause's reason: a meal, a book, people, a pencil, and for any other a cup."""
    named = f"{reason.reason} {reason.title}".casefold()
    return next((icon for icon, words in _PAUSE_ICONS.items() if any(word in named for word in words)), "cup")
