"""Contacts of a campaign: who, how often, what came of it, by whom, when next."""

from __future__ import annotations

from shared.domain.campaigns import CampaignRow
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.overview import ContactsShown
from supervisor_console.reports.campaigns import ContactFound
from supervisor_console.views.pieces import Choice, Deed, Empty, Grid, Line, Mark, Option

NONE = Mark(words.NONE, "muted")
LIVE = ("offered", "calling", "talking", "wrap_up")
"""States in which somebody has to do with the contact now."""


def contacts(moment: Moment, row: CampaignRow | None) -> ContactsShown:
    """Those that match, and what may be done with the chosen one."""
    around, text, known = moment.around, moment.around.language.text, moment.contacts
    found = known.found.rows if known.found is not None else ()
    total = known.found.total if known.found is not None else None
    if total is None and row is not None and known.wanted.text == known.wanted.outcome == known.wanted.state == "":
        total = row.contacts
    return ContactsShown(
        grid=Grid(
            title=text("Contacts"), count=around.language.number(total) if total is not None else "",
            note=text("updating…") if known.knowing.asking != "no" else "",
            lines=tuple(_line(moment, one) for one in found), chosen=str(known.chosen or ""), empty=_empty(moment),
        ),
        search=text("Name or number"), outcome=_outcomes(moment, row), state=_states(moment),
        columns=text("Columns"), deeds=contact_deeds(moment),
    )  # fmt: skip


def _empty(moment: Moment) -> Empty | None:
    text, known = moment.around.language.text, moment.contacts
    if known.found is not None and known.found.rows:
        return None
    if known.knowing.away_since is not None:
        at = moment.around.language.clock(known.knowing.away_since, moment.around.zone)
        return Empty(text("Database unreachable since {time}.", time=at), text("Calls go on."), "database")
    if known.knowing.failure:
        return Empty(text("The contacts cannot be read."), known.knowing.failure, "triangle")
    if known.found is None:
        return Empty(text("Reading contacts…"), icon="clock") if known.knowing.asking != "no" else Empty("", icon="")
    wanted = known.found.wanted
    if wanted.text or wanted.outcome or wanted.state:
        return Empty(text("No contact matches."), text("Take away a filter, or write less of the name."), "search")
    return Empty(text("Nobody is to be called yet."), text("Import a file of contacts first."), "people")


def _line(moment: Moment, one: ContactFound) -> Line:
    around = moment.around
    campaign = moment.campaign
    most = campaign.limits.life_attempts if campaign is not None else 0
    attempts = f"{one.attempts} / {most}" if most else around.language.number(one.attempts)
    number = one.numbers[min(one.number_index, len(one.numbers) - 1)] if one.numbers else None
    more = f"+{len(one.numbers) - 1}" if len(one.numbers) > 1 else ""
    operator = words.operator(around, one.operator)
    return Line(str(one.contact), (
        Mark(one.name or words.NONE, "text" if one.name else "muted"),
        Mark(words.phone(around, number.number), more=more) if number is not None else NONE,
        Mark(attempts), _last(moment, one), Mark(operator) if operator else NONE, _next(moment, one),
        _call(moment, one),
    ))  # fmt: skip


def _last(moment: Moment, one: ContactFound) -> Mark:
    around, text = moment.around, moment.around.language.text
    if one.state in LIVE:
        said, icon, token = words.CONTACT_STATES[one.state]
        return Mark(text(said), token, icon, is_state=True)
    if one.state == "excluded":
        said = words.reason(around, one.why) or text("Excluded|contact")
        return Mark(said, "unreachable", "lock", is_state=True)
    if not one.last:
        return NONE
    return words.outcome(around, one.last, moment.campaign)


def _next(moment: Moment, one: ContactFound) -> Mark:
    around, text = moment.around, moment.around.language.text
    if one.state in ("calling", "talking"):
        return Mark(text("now|contact"))
    if one.state == "excluded":
        return Mark(text("excluded|contact"))
    if one.state != "waiting" or one.next_at is None:
        return NONE
    by = words.operator(around, one.next_by)
    return Mark(words.moment(around, one.next_at), icon="calendar" if by else "", hint=by)


def _call(moment: Moment, one: ContactFound) -> Mark:
    around = moment.around
    if one.state == "talking" and one.talking_since is not None:
        return Mark(words.length(around, max(0.0, (around.now - one.talking_since).total_seconds())))
    if one.talked_seconds is not None:
        return Mark(words.length(around, one.talked_seconds))
    return NONE


def _outcomes(moment: Moment, row: CampaignRow | None) -> Choice:
    around, text = moment.around, moment.around.language.text
    keys = list(dict.fromkeys([*(one.code for one in (moment.campaign.dispositions if moment.campaign else ())),
                               *words.OUTCOMES, *(key for key, _count in (row.results if row else ()))]))  # fmt: skip
    now = moment.contacts.wanted.outcome
    named = {"": text("All|results"), **{key: words.outcome(around, key, moment.campaign).text for key in keys}}
    options = tuple(Option(key, word, key == now) for key, word in named.items())
    return Choice(text("Result"), named.get(now, now), now, options)


def _states(moment: Moment) -> Choice:
    text, now = moment.around.language.text, moment.contacts.wanted.state
    named = {"": text("All|states"), "live": text("On the phone now"), "waiting": text("To be called"),
             "done": text("Done|contacts"), "excluded": text("Excluded|contacts")}  # fmt: skip
    options = tuple(Option(key, word, key == now) for key, word in named.items())
    return Choice(text("State"), named.get(now, now), now, options)


def contact_deeds(moment: Moment) -> dict[str, Deed]:
    """What may be done with the chosen contact."""
    around, text, one = moment.around, moment.around.language.text, moment.contact
    nobody = text("Choose a contact first.") if one is None else ""
    is_out = one is not None and one.state == "excluded"
    on_phone = text("It is being called now.") if one is not None and one.state in LIVE else ""
    found = {
        "history": Deed(text("Attempts…"), "history", nobody),
        "open_call": Deed(text("Open the last call"), "handset",
                          nobody or (text("There was no call yet.") if one is not None and not one.call else "")),
        "appointment": words.deed(around, text("Appointment…"), "calendar", nobody or on_phone or
                                  (text("It is excluded.") if is_out else "")),
    }  # fmt: skip
    if is_out:
        found["take_back"] = words.deed(around, text("Take back"), "back", nobody)
    else:
        found["exclude"] = words.deed(around, text("Exclude…"), "circle_cross", nobody or on_phone, is_dangerous=True)
    return found
