"""What is asked before something is done that cannot be taken back."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.campaign_read import read_day
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.reports.campaigns import ContactFound
from supervisor_console.views.pieces import Field, Option, Questions


def title_of(moment: Moment) -> str:
    """The chosen campaign's name."""
    if moment.row is not None:
        return moment.row.title
    return moment.campaign.title if moment.campaign is not None else moment.chosen[1]


def finishing(moment: Moment) -> tuple[str, str, str]:
    """Title, what will be, the verb: of ending a campaign for good."""
    language, row = moment.around.language, moment.row
    told = [language.text("Nobody is called for it any more; it cannot be started again. Its results stay.")]
    left = row.left + row.again if row is not None else 0
    if left:
        told.insert(0, language.plural("{number} contact was not reached yet.",
                                       "{number} contacts were not reached yet.", left))  # fmt: skip
    return (language.text("Finish {campaign}?", campaign=title_of(moment)), " ".join(told),
            language.text("Finish the campaign"))  # fmt: skip


def name_of(moment: Moment, one: ContactFound) -> str:
    """What a contact is called: its name, else its number."""
    return one.name or (words.phone(moment.around, one.numbers[0].number) if one.numbers else str(one.contact))


def excluding(moment: Moment, one: ContactFound) -> Questions:
    """Why nobody shall call it any more."""
    text = moment.around.language.text
    return Questions(
        title=text("Exclude {name}?", name=name_of(moment, one)),
        hint=text("This campaign does not call it any more. Others may: for them use a do-not-call list."),
        accept=text("Exclude"), fields=(Field(name="why", label=text("Why")),),
    )  # fmt: skip


def appointing(moment: Moment, one: ContactFound) -> Questions:
    """When, and by whom, it is called next."""
    around, text = moment.around, moment.around.language.text
    at = (one.next_at or around.now + timedelta(hours=1)).astimezone(around.zone)
    people = {key: name for key, name in around.people.items() if not key.isdigit()}
    options = (Option("", text("whoever is free")), *(Option(key, name) for key, name in sorted(people.items())))
    if one.next_by and one.next_by not in people:
        options = (*options, Option(one.next_by, one.next_by))
    return Questions(
        title=text("Appointment with {name}", name=name_of(moment, one)),
        hint=text("It is called then, before others and within the rules of the campaign."), accept=text("Set"),
        fields=(
            Field(name="day", label=text("Day"), said=words.written_day(around, at.date()), share=4),
            Field(name="time", label=text("Time of day"), said=f"{at.hour}:{at.minute:02}", share=3),
            Field(name="by", label=text("Who calls"), said=one.next_by, share=5, options=options),
            Field(name="why", label=text("Note")),
        ))  # fmt: skip


def read_moment(around: Around, day: str, clock: str) -> datetime | str:
    """Day and time of day at the centre; what is wrong with them; it lies ahead."""
    text = around.language.text
    on = read_day(day)
    if on is None:
        return text("“{said}” is no day. Write it like 24. 11. 2026.", said=day)
    found = re.fullmatch(r"(\d{1,2})[:.](\d\d)", clock.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return text("“{said}” is no time of day. Write it like 14:30.", said=clock)
    at = datetime.combine(on, time(int(found[1]), int(found[2])), around.zone)
    return at if at > around.now else text("This time is over already.")


def told_moment(around: Around, at: datetime) -> str:
    """As it stands in a sentence."""
    return words.moment(around, at)
