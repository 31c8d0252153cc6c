"""Contacts that were promised a call, the next one first."""

from __future__ import annotations

from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.contacts import contact_deeds
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.numbers import AppointmentsShown
from supervisor_console.reports.campaigns import ContactFound
from supervisor_console.views.pieces import Empty, Grid, Line, Mark

NONE = Mark(words.NONE, "muted")


def appointments(moment: Moment) -> AppointmentsShown:
    """The tab."""
    text, found = moment.around.language.text, moment.appointments
    empty = None
    if found is None:
        empty = Empty(text("Reading appointments…"), icon="clock")
    elif not found:
        empty = Empty(text("Nobody was promised a call."), text("Operators and you make appointments with contacts."),
                      "calendar")  # fmt: skip
    grid = Grid(
        title=text("Appointments"), count=moment.around.language.number(len(found)) if found else "",
        lines=tuple(_line(moment, one) for one in found or ()), chosen=str(moment.contacts.chosen or ""), empty=empty,
    )  # fmt: skip
    deeds = contact_deeds(moment)
    return AppointmentsShown(grid=grid, deeds={kind: deeds[kind] for kind in ("appointment", "history", "exclude")
                                               if kind in deeds})  # fmt: skip


def _line(moment: Moment, one: ContactFound) -> Line:
    around, text = moment.around, moment.around.language.text
    at = NONE
    if one.next_at is not None:
        is_late = one.next_at < around.now
        icon = "triangle" if is_late else "calendar"
        at = Mark(words.moment(around, one.next_at), "bad" if is_late else "text", icon,
                  hint=text("This time is over already.") if is_late else "")  # fmt: skip
    number = one.numbers[min(one.number_index, len(one.numbers) - 1)].number if one.numbers else ""
    by = words.operator(around, one.next_by) if one.next_by else text("whoever is free")
    return Line(str(one.contact), (
        at, Mark(one.name or words.NONE), Mark(words.phone(around, number)) if number else NONE, Mark(by),
        words.outcome(around, one.last, moment.campaign), Mark(one.note or words.NONE, "text" if one.note else "muted"),
    ))  # fmt: skip
