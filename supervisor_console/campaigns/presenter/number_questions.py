"""Questions about a number: which list, until when, why; which consent."""

from __future__ import annotations

from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.presenter.numbers import scope
from supervisor_console.reports.campaigns_numbers import NumberFound
from supervisor_console.views.pieces import Field, Option, Questions


def putting(moment: Moment) -> Questions:
    """On which list, for whom, until when, why."""
    around, text = moment.around, moment.around.language.text
    campaigns = tuple(Option(one.campaign.campaign, one.campaign.title) for one in moment.known or ())
    first = next((one.list for one in moment.numbers.lists), "")
    return Questions(
        title=text("Put {number} on a do-not-call list", number=words.phone(around, moment.numbers.number)),
        hint=text("It is not called from now on, not even where it is a contact already."), accept=text("Put on"),
        fields=(
            Field(name="list", label=text("List"), said=first, share=6, hint=text("as robinson")),
            Field(name="campaign", label=text("Holds for"), share=6,
                  options=(Option("", text("everybody")), *campaigns)),
            Field(name="until", label=text("Until the day (empty: for good)"), share=6),
            Field(name="why", label=text("Why"), share=6),
        ))  # fmt: skip


def removing(moment: Moment, known: NumberFound) -> Questions:
    """Off which list, and why."""
    around, text = moment.around, moment.around.language.text
    on = [one for one in known.lists if one.is_on]
    options = tuple(Option(one.list, one.list, note=scope(around, one.scope, one.scope_of)) for one in on)
    return Questions(
        title=text("Take {number} off a list", number=words.phone(around, known.number)),
        hint=text("Who did it and why stays in the audit."), accept=text("Take off"),
        fields=(Field(name="list", label=text("List"), said=on[0].list, options=options),
                Field(name="why", label=text("Why"))),
    )  # fmt: skip


def consenting(moment: Moment, *, is_given: bool) -> Questions:
    """When and how it was given, to which words; or withdrawn."""
    around, text = moment.around, moment.around.language.text
    number = words.phone(around, moment.numbers.number)
    today = words.written_day(around, around.now.astimezone(around.zone).date())
    fields = [
        Field(name="day", label=text("Of the day"), said=today, share=4),
        Field(name="how", label=text("How"), share=4, hint=text("form, call, contract")),
        Field(name="until", label=text("Until the day (empty: for good)"), share=4),
        Field(name="text", label=text("To which words")),
        Field(name="source", label=text("Where it is kept")),
    ]  # fmt: skip
    if not is_given:
        fields.pop(2)
    title = text("Consent of {number}", number=number) if is_given else \
        text("Consent of {number} is withdrawn", number=number)  # fmt: skip
    return Questions(title=title, hint=text("It is added to the ledger, where nothing is ever changed."),
                     accept=text("Write down"), fields=tuple(fields))  # fmt: skip
