"""All that is known of a number: may it be called now and why not, consents, lists, what was dialled."""

from __future__ import annotations

from shared.campaigns.may_call import Refused, may_call
from shared.domain import numbers as plan
from shared.language import to_translate
from supervisor_console.campaigns.presenter import history, words
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.campaigns.screen.numbers import NumbersShown
from supervisor_console.reports.campaigns import Known
from supervisor_console.reports.campaigns_numbers import ConsentFound, ListedFound, ListFound, NumberFound
from supervisor_console.views.pieces import Deed, Empty, Grid, Line, Mark, Token

NONE = Mark(words.NONE, "muted")
REFUSED = {
    "bad_number": to_translate("This is no telephone number"), "on_list": to_translate("On the list {about}"),
    "consent_withdrawn": to_translate("Consent was withdrawn"), "no_consent": to_translate("No consent"),
    "consent_expired": to_translate("Consent has expired"), "campaign_over": to_translate("The campaign is over"),
    "life_attempts": to_translate("Called {about} times already"), "call_running": to_translate("A call goes on"),
    "campaign_not_begun": to_translate("The campaign has not begun"),
    "locked": to_translate("Locked after an abandoned call"), "day_attempts": to_translate("Called enough today"),
    "rolling_attempts": to_translate("Called enough in 24 hours"), "holiday": to_translate("Public holiday"),
    "out_of_hours": to_translate("Outside calling hours"),
}
SCOPES = {"centre": to_translate("everybody"), "owner": to_translate("campaigns of {of}"),
          "campaign": to_translate("campaign {of}")}  # fmt: skip


def read_number(around: Around, said: str) -> str:
    """Digits of E.164 without "+", of a number as people write it; "" where it is none."""
    found = plan.e164(said.strip(), around.country) if said.strip() else None
    digits = (found or "").lstrip("+")
    return digits if digits.isdecimal() and 7 <= len(digits) <= 15 else ""


def numbers(moment: Moment) -> NumbersShown:
    """The tab."""
    around, text, found = moment.around, moment.around.language.text, moment.numbers.found
    number = moment.numbers.number
    known = found if found is not None and found.number == number else None
    return NumbersShown(
        title=text("A number, and all that is known of it"), search=text("Telephone number"), said=moment.numbers.text,
        look=text("Look up"), told=_told(moment), verdicts=_verdicts(moment, known), consents=_consents(around, known),
        lists=_lists(around, known, moment.numbers.lists),
        attempts=history.attempts(around, text("Attempts"), known.attempts, moment.known or ()) if known is not None
        else Grid(title=text("Attempts"), empty=Empty("", icon="")),
        deeds=_deeds(moment, known),
    )  # fmt: skip


def _told(moment: Moment) -> Mark:
    around, text = moment.around, moment.around.language.text
    if not moment.numbers.text:
        return Mark(text("Write a number to see whether it may be called, and why not."), "muted")
    if not moment.numbers.number:
        return Mark(text("This is no telephone number."), "bad", "triangle")
    return Mark(words.phone(around, moment.numbers.number), weight=600)


def _deeds(moment: Moment, known: NumberFound | None) -> dict[str, Deed]:
    around, text = moment.around, moment.around.language.text
    nothing = text("Look up a number first.") if known is None else ""
    is_on = known is not None and any(one.is_on for one in known.lists)
    has = known is not None and bool(known.consents) and known.consents[0].is_given
    return {
        "consent": words.deed(around, text("Consent…"), "tick", nothing),
        "consent_withdrawn": words.deed(around, text("Withdrawn…"), "close",
                                        nothing or ("" if has else text("There is no consent to withdraw."))),
        "list_put": words.deed(around, text("Put on a list…"), "plus", nothing),
        "list_remove": words.deed(around, text("Take off…"), "minus",
                                  nothing or ("" if is_on else text("The number is on no list."))),
    }  # fmt: skip


# --- may it be called?


def _verdicts(moment: Moment, known: NumberFound | None) -> Grid:
    text = moment.around.language.text
    title = text("May it be called now?")
    if known is None:
        return Grid(title=title, empty=Empty("", icon=""))
    alive = [one for one in moment.known or () if one.state != "finished"]
    empty = None if alive else Empty(text("There is no campaign yet."), icon="megaphone")
    lines = tuple(_verdict(moment, one, known) for one in alive)
    return Grid(title=title, lines=lines, empty=empty)


def _verdict(moment: Moment, one: Known, known: NumberFound) -> Line:
    around, text = moment.around, moment.around.language.text
    found = may_call(one.campaign, known.number, around.now, known.history, known.ledger, known.listed, moment.holidays)
    if isinstance(found, Refused):
        said = text(REFUSED[found.reason], about=found.about) if found.reason in REFUSED else found.reason
        verdict = Mark(said, "bad" if found.not_before is None else "warn", "circle_cross", is_state=True)
        when = Mark(words.moment(around, found.not_before)) if found.not_before is not None else NONE
    else:
        verdict, when = Mark(text("Yes"), "good", "circle_tick", is_state=True), Mark(text("now|contact"))
    place = next((place for place in known.places if place.campaign == one.campaign.campaign), None)
    stands = NONE
    if place is not None:
        said, icon, token = words.CONTACT_STATES[place.state]
        stands = Mark(text(said), token, icon, more=place.name)
    return Line(one.campaign.campaign, (Mark(one.campaign.title), verdict, when, stands))


# --- consents and lists


def _consents(around: Around, known: NumberFound | None) -> Grid:
    text, found = around.language.text, known.consents if known is not None else ()
    empty = None if found else Empty(text("No consent is written down.") if known is not None else "", icon="info")
    return Grid(title=text("Consents"), lines=tuple(_consent(around, one) for one in found), empty=empty)


def _consent(around: Around, one: ConsentFound) -> Line:
    text, language = around.language.text, around.language
    is_over = one.until is not None and one.until < around.now.astimezone(around.zone).date()
    said = Mark(text("Given|consent"), "good", "circle_tick") if one.is_given else \
        Mark(text("Withdrawn|consent"), "bad", "circle_cross")  # fmt: skip
    until = Mark(language.calendar_day(one.until), "bad" if is_over else "text") if one.until is not None else NONE
    at = language.calendar_day(one.given_at.astimezone(around.zone).date())
    return Line(str(one.entry), (said, Mark(at), until, Mark(one.how, more=one.source, hint=one.text), Mark(one.by)))


def _lists(around: Around, known: NumberFound | None, all_: tuple[ListFound, ...]) -> Grid:
    text = around.language.text
    if known is None:
        lines = tuple(
            Line(f"{one.list}/{one.scope}/{one.scope_of}",
                 (Mark(one.list), Mark(scope(around, one.scope, one.scope_of)), NONE,
                  Mark(around.language.plural("{number} number", "{number} numbers", one.numbers)), NONE))
            for one in all_
        )  # fmt: skip
        empty = None if lines else Empty(text("There is no do-not-call list yet."), icon="info")
        return Grid(title=text("Do-not-call lists"), lines=lines, empty=empty)
    empty = None if known.lists else Empty(text("It is on no do-not-call list."), icon="info")
    return Grid(title=text("Do-not-call lists"), lines=tuple(_listed(around, one) for one in known.lists), empty=empty)


def scope(around: Around, code: str, of: str) -> str:
    """For whom a list holds."""
    return around.language.text(SCOPES[code], of=of) if code in SCOPES else code


def _listed(around: Around, one: ListedFound) -> Line:
    text, language = around.language.text, around.language
    token: Token = "bad" if one.is_on else "muted"
    icon = "lock" if one.is_on else "minus"
    said = Mark(one.list if one.is_on else text("{list} (taken off)", list=one.list), token, icon)
    until = Mark(language.calendar_day(one.until)) if one.until is not None else Mark(text("for good"))
    return Line(f"{one.list}/{one.scope}/{one.scope_of}", (
        said, Mark(scope(around, one.scope, one.scope_of)), until if one.is_on else NONE, Mark(one.why or words.NONE),
        Mark(one.by),
    ))  # fmt: skip
