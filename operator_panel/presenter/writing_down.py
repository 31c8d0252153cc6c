"""What is written down of a call: note, outcome, form; and what of it is missing."""

from __future__ import annotations

from operator_panel.presenter.moment import Draft
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.writing import lines, plain
from operator_panel.screen import Action, Choice, NoteField, Outcome, Token, Wish, Words
from shared.domain.campaigns import CampaignDisposition
from shared.domain.desk import Disposition

MOST_TILES = 8
"""More dispositions become a list with a search."""


def note(seen: Seen, call: str, queue: str | None, *, is_over: bool) -> NoteField:
    """My note, and whether it is at the server."""
    language, draft = seen.language, seen.draft(call)
    chosen = chosen_of(seen, call, queue)
    is_required = chosen is not None and chosen.needs_note
    if draft.is_unsent and seen.sight != "live":
        state = Words(language.text("will be sent once connected"), "warn", "clock")
    elif draft.is_unsent:
        state = Words(language.text("being saved…"), "muted")
    elif is_required and not draft.note.strip():
        state = Words(language.text("required|note"), "bad")
    elif draft.note.strip():
        state = Words(language.text("saved"), "muted", "tick")
    else:
        state = Words(language.text("optional") if is_over else language.text("saves itself"), "muted")
    title, placeholder = language.text("Note"), language.text("What was agreed")
    return NoteField(call, title, lines(draft.note), state, placeholder, is_required)


def outcome(seen: Seen, call: str, queue: str | None, *, is_late: bool) -> Outcome | None:
    """The codes of the queue. ``is_late``: the red line is due, if one must be chosen. None: there are none."""
    known = seen.dispositions(call, queue)
    if not known:
        return None
    language, draft = seen.language, seen.draft(call)
    is_required = seen.is_disposition_required(call, queue)
    is_missing = is_required and chosen_of(seen, call, queue) is None
    text = language.text("Choose an outcome, or the call cannot be closed.")
    return Outcome(
        call, language.text("Outcome"), tuple(_tile(one, place, call, draft) for place, one in enumerate(known, 1)),
        is_required, language.text("required|outcome") if is_required else "",
        language.text("Alt + number") if len(known) <= MOST_TILES else "",
        Words(text, "bad", "triangle") if is_missing and (draft.has_tried or is_late) else Words(),
        _effect(seen, call, chosen_of(seen, call, queue)), _confirm(seen, call, chosen_of(seen, call, queue)),
        is_list=len(known) > MOST_TILES,
    )  # fmt: skip


def chosen_of(seen: Seen, call: str, queue: str | None) -> Disposition | None:
    """The disposition that is chosen, if queue or campaign still have it."""
    code = seen.draft(call).disposition
    return next((one for one in seen.dispositions(call, queue) if one.code == code), None)


def missing(seen: Seen, call: str, queue: str | None) -> tuple[str, ...]:
    """What must be there before the call can be closed, in words."""
    language, draft = seen.language, seen.draft(call)
    chosen, found = chosen_of(seen, call, queue), []
    known = seen.dispositions(call, queue)
    if known and chosen is None and seen.is_disposition_required(call, queue):
        found.append(language.text("Choose an outcome, or the call cannot be closed."))
    if chosen is not None and chosen.needs_note and not draft.note.strip():
        found.append(language.text("This outcome needs a note."))
    if _is_refusal(chosen) and not draft.is_refusal_confirmed:
        found.append(language.text("Confirm that the customer is not to be called again."))
    return tuple(found)


def _is_refusal(one: Disposition | None) -> bool:
    return isinstance(one, CampaignDisposition) and one.is_refusal


def _effect(seen: Seen, call: str, chosen: Disposition | None) -> Words:
    """What the chosen outcome means for the campaign."""
    text = seen.language.text
    if not isinstance(chosen, CampaignDisposition):
        return Words()
    if chosen.is_refusal:
        return Words(text("All numbers of the contact go on the do-not-call list."), "bad", "handset_cross")
    if chosen.is_goal:
        return Words(text("Counts as the campaign's goal."), "good", "flag")
    if not chosen.is_final:
        return Words(text("The customer will be called again."), "accent", "refresh")
    return Words(text("The contact is done with."), "muted", "circle_tick")


def _confirm(seen: Seen, call: str, chosen: Disposition | None) -> Action | None:
    """A refusal is for good: once more, on purpose."""
    if not _is_refusal(chosen):
        return None
    text, is_on = seen.language.text, seen.draft(call).is_refusal_confirmed
    said = text("Confirmed: do not call again") if is_on else text("Confirm: do not call again")
    wish = Wish("confirm_refusal", call=call, is_on=not is_on)
    return Action(wish, said, "tick" if is_on else "handset_cross", "bad")


def _mark(one: Disposition) -> tuple[str, Token]:
    """Its sign in the tile."""
    if not isinstance(one, CampaignDisposition):
        return "", "text"
    if one.is_refusal:
        return "handset_cross", "bad"
    return ("flag", "good") if one.is_goal else ("", "text")


def _tile(one: Disposition, place: int, call: str, draft: Draft) -> Choice:
    icon, token = _mark(one)
    return Choice(
        Wish("disposition", call=call, choice=one.code), plain(one.title or one.code),
        str(place) if place <= 9 else "", icon, token, is_chosen=one.code == draft.disposition,
    )  # fmt: skip
