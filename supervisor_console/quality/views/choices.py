"""A choice of the screen's in a button."""

from __future__ import annotations

from supervisor_console.quality.screen import Picks
from supervisor_console.views.choice import ChoiceButton, Option


def show_picks(button: ChoiceButton, picks: Picks) -> None:
    """Label, value and what may be chosen."""
    options = tuple(Option(one.value, one.text, one.note) for one in picks.picks)
    button.show_choice(picks.label, picks.text, options, (picks.marked,))
