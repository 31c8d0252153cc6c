"""Marks of the screen as cells, choices and deeds as buttons."""

from __future__ import annotations

from supervisor_console.billing.screen.pieces import Choice, Deed, Mark
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.choice import ChoiceButton, Option


def cell(mark: Mark) -> Cell:
    """The mark as a table paints it."""
    return Cell(mark.text, mark.token, mark.icon, mark.more, mark.weight, mark.is_state, mark.hint)


def show_choice(button: ChoiceButton, choice: Choice) -> None:
    """Let the button offer this."""
    options = tuple(Option(one.value, one.text, one.note) for one in choice.options)
    button.show_choice(choice.label, choice.said, options, (choice.value,))


def show_deed(button: Button, deed: Deed) -> None:
    """Let the button say this; why it cannot be pressed is its hint."""
    button.say(deed.text, deed.icon, hint=deed.refusal)
    button.setEnabled(not deed.refusal)
    button.setAccessibleDescription(deed.refusal)
