"""What is written down of a call: note, outcome, form; and what of it is missing."""

from __future__ import annotations

from operator_panel.presenter.moment import Draft
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.writing import lines, plain
from operator_panel.screen import Choice, NoteField, Outcome, Wish, Words
from shared.domain.desk import Disposition

MOST_TILES = 8
"""More dispositions become a list with a search."""


def note(seen: Seen, call: str, queue: str | None, *, is_over: bool) -> NoteField:
    """My note, and whether it is at the server."""
    language, draft = seen.language, seen.draft(call)
    chosen = chosen_of(seen, draft, queue)
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
    known = seen.desk.dispositions_of(queue)
    if not known:
        return None
    language, draft = seen.language, seen.draft(call)
    is_required = seen.desk.queue_desk(queue).is_disposition_required
    is_missing = is_required and chosen_of(seen, draft, queue) is None
    text = language.text("Choose an outcome, or the call cannot be closed.")
    return Outcome(
        call, language.text("Outcome"), tuple(_tile(one, place, call, draft) for place, one in enumerate(known, 1)),
        is_required, language.text("required|outcome") if is_required else "",
        language.text("Alt + number") if len(known) <= MOST_TILES else "",
        Words(text, "bad", "triangle") if is_missing and (draft.has_tried or is_late) else Words(),
        is_list=len(known) > MOST_TILES,
    )  # fmt: skip


def chosen_of(seen: Seen, draft: Draft, queue: str | None) -> Disposition | None:
    """The disposition that is chosen, if the queue still has it."""
    return next((one for one in seen.desk.dispositions_of(queue) if one.code == draft.disposition), None)


def missing(seen: Seen, call: str, queue: str | None) -> tuple[str, ...]:
    """What must be there before the call can be closed, in words."""
    language, draft = seen.language, seen.draft(call)
    chosen, found = chosen_of(seen, draft, queue), []
    known = seen.desk.dispositions_of(queue)
    if known and chosen is None and seen.desk.queue_desk(queue).is_disposition_required:
        found.append(language.text("Choose an outcome, or the call cannot be closed."))
    if chosen is not None and chosen.needs_note and not draft.note.strip():
        found.append(language.text("This outcome needs a note."))
    return tuple(found)


def _tile(one: Disposition, place: int, call: str, draft: Draft) -> Choice:
    return Choice(
        Wish("disposition", call=call, choice=one.code), plain(one.title or one.code),
        str(place) if place <= 9 else "", is_chosen=one.code == draft.disposition,
    )  # fmt: skip
