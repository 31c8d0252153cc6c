"""Values of ``pieces`` on widgets: marks as cells, choices and deeds as buttons, what is wrong as a strip."""

from __future__ import annotations

from shared.qt.ground import Ground
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.choice import Option as Offered
from supervisor_console.views.pieces import Choice, Deed, Empty, Mark, Option, Strip
from supervisor_console.views.states import EmptyState, ErrorStrip


def cell(mark: Mark) -> Cell:
    """The mark as a table paints it."""
    return Cell(mark.text, mark.token, mark.icon, mark.more, mark.weight, mark.is_state, mark.hint)


def offered(options: tuple[Option, ...]) -> tuple[Offered, ...]:
    """Options as a button offers them."""
    return tuple(Offered(one.value, one.text, one.note) for one in options)


def show_choice(button: ChoiceButton, choice: Choice) -> None:
    """Let the button offer this."""
    button.show_choice(choice.label, choice.said, offered(choice.options), (choice.value,))


def show_deed(button: Button, deed: Deed) -> None:
    """Let the button say this; why it cannot be pressed is its hint."""
    button.say(deed.text, deed.icon, hint=deed.refusal)
    button.setEnabled(not deed.refusal)
    button.setAccessibleDescription(deed.refusal)


def show_strip(strip: ErrorStrip, shown: Strip | None) -> None:
    """Let the strip say this; nothing: it is hidden."""
    if shown is None:
        strip.say("")
    else:
        strip.say(shown.text, shown.more, shown.button, icon=shown.icon, token=shown.token)


def show_empty(state: EmptyState, empty: Empty) -> None:
    """Let it say why nothing is there."""
    state.say(empty.icon, empty.text, empty.hint)


def made(ground: Ground, deeds: dict[str, Deed]) -> dict[str, Button]:
    """A button for each."""
    return {
        name: Button(ground, deed.text, deed.icon, "danger" if deed.is_dangerous else "plain")
        for name, deed in deeds.items()
    }
