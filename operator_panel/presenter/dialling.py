"""The dial field: what was typed or pasted, what will be dialled, and whom it may mean."""

from __future__ import annotations

from operator_panel.presenter.keeping import Same
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.suggesting import found
from operator_panel.screen import Action, DialField, Suggestion, Wish, Words
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.domain.dialling import Dialled, pasted


def dial_target(text: str, centre: CentreDescription, desk: DeskDescription) -> Dialled | None:
    """What is dialled for a text; None where there is no number in it, or several."""
    numbers = pasted(text, centre.country, desk.outside_prefix)
    return numbers[0] if len(numbers) == 1 else None


def dial_field(seen: Seen) -> DialField:
    """The field with its button; without a connection nothing can be dialled, and it says so."""
    language, text = seen.language, seen.moment.choices.dial_text
    if seen.sight in ("lost", "refused"):
        return DialField(text, language.text("The panel can't dial now"), _action(seen, "", is_enabled=False),
                         is_enabled=False)  # fmt: skip
    numbers = pasted(text, seen.centre.country, seen.desk.outside_prefix) if text.strip() else ()
    names = found(seen, Same(seen.moment.own_calls), text) if text.strip() else ()
    only = numbers[0] if len(numbers) == 1 else None
    suggested = _several(seen, numbers) if len(numbers) > 1 else names
    digits = only.digits if only else suggested[0].dial.text if len(suggested) == 1 else ""
    is_mine = only is not None and only.digits == seen.agent
    can = seen.can_act and seen.may("call.own") and seen.agent is not None and bool(digits) and not is_mine
    return DialField(
        text, language.text("Name or number"), _action(seen, digits, is_enabled=can),
        _preview(seen, text, numbers, suggested), suggested, seen.may("call.own") and seen.agent is not None,
    )  # fmt: skip


def _action(seen: Seen, digits: str, *, is_enabled: bool) -> Action:
    return Action(
        Wish("dial", text=digits), seen.language.text("Dial"), "handset", "accent", is_enabled=is_enabled,
        is_pending=seen.is_pending("dial"), hint=seen.why_not, key="F9",
    )  # fmt: skip


def _preview(seen: Seen, text: str, numbers: tuple[Dialled, ...], suggested: tuple[Suggestion, ...]) -> Words:
    language = seen.language
    if not text.strip():
        return Words()
    if len(numbers) > 1:
        return Words(language.text("Several numbers: choose one."), "muted", "info")
    if not numbers:
        return Words() if suggested else Words(language.text("No number and no name found"), "warn", "triangle")
    only = numbers[0]
    if only.digits == seen.agent:
        return Words(language.text("This is your own extension."), "warn", "triangle")
    if only.is_inside:
        name = seen.name_of(only.digits) if only.digits in seen.names else ""
        shown = f"{only.shown} · {name}" if name else only.shown
        return Words(language.text("Dials {number}", number=shown), "muted", "handset")
    if not only.is_usual:
        return Words(language.text("Unusual number, dials {number}", number=only.digits), "warn", "triangle")
    if only.digits.startswith(seen.desk.outside_prefix) and seen.desk.outside_prefix:
        shown = language.text("{number} (with {prefix} first)", number=only.shown, prefix=seen.desk.outside_prefix)
        return Words(language.text("Dials {number}", number=shown), "muted", "handset")
    return Words(language.text("Dials {number}", number=only.shown), "muted", "handset")


def _several(seen: Seen, numbers: tuple[Dialled, ...]) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(one.shown, "", seen.language.text("in the text"), "handset", Wish("dial", text=one.digits))
        for one in numbers
    )
