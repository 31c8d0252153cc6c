"""The calculator: what a call would cost, by the same rules by which it would be rated; nothing is asked of anybody."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

from shared.billing.rated import BillableCall, Unrated
from shared.billing.rating import PriceBook
from shared.domain import numbers
from shared.domain.dialling import pasted
from supervisor_console.billing.presenter.moment import Around, CalculatorMoment, Moment
from supervisor_console.billing.presenter.questions import read_day
from supervisor_console.billing.presenter.reasons import reason
from supervisor_console.billing.presenter.trace import Traced
from supervisor_console.billing.screen import CalculatorShown
from supervisor_console.billing.screen.accounts import TraceShown
from supervisor_console.views.pieces import Empty, choice

Direction = Literal["outbound", "inbound", "internal"]
LONGEST = timedelta(days=10)


def calculator(moment: Moment) -> CalculatorShown:
    """The fields, what is wrong with them, the price."""
    around, asked = moment.around, moment.calculator
    text, overview = around.language.text, moment.overview
    tariffs = dict(overview.tariffs if overview else ())
    ways = directions(around)
    fields = fields_of(around, asked)
    wrong = mistakes(around, fields)
    labels = (("number", text("Number")), ("day", text("Day")), ("clock", text("Time of day")),
              ("length", text("Length")))  # fmt: skip
    return CalculatorShown(
        title=text("What would this call cost?"),
        tariff=choice(text("Price list"), tariffs or {"": "—"}, asked.tariff),
        direction=choice(text("Direction"), ways, asked.direction),
        labels=tuple((name, label, fields[name], wrong.get(name, "")) for name, label in labels),
        trace=_trace(moment, asked, fields, is_wrong=bool(wrong)),
    )  # fmt: skip


def directions(around: Around) -> dict[str, str]:
    """The ways a call may go."""
    text = around.language.text
    return {"outbound": text("Outgoing"), "inbound": text("Incoming"), "internal": text("Internal")}


def fields_of(around: Around, asked: CalculatorMoment) -> dict[str, str]:
    """What was written; at first: now, three minutes."""
    now = around.now.astimezone(around.zone)
    first = {"number": "", "day": around.language.calendar_day(now.date()), "clock": f"{now:%H:%M}", "length": "3:00"}
    return first | asked.fields


def mistakes(around: Around, fields: dict[str, str]) -> dict[str, str]:
    """What is wrong, by field."""
    text, wrong = around.language.text, {}
    day = read_day(around, fields["day"])
    if isinstance(day, str):
        wrong["day"] = day
    if _clock(fields["clock"]) is None:
        wrong["clock"] = text("Write a time of day like 17:57 or 17:57:40.")
    length = read_length(fields["length"])
    if length is None:
        wrong["length"] = text("Write a length like 4:38, 1:04:38 or 90 (seconds).")
    elif length > LONGEST:
        wrong["length"] = text("So long no call lasts: ten days at most.")
    return wrong


def read_length(said: str) -> timedelta | None:
    """A length as people write it: 4:38, 1:04:38, 90; None: it is none."""
    found = re.fullmatch(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})", said.strip())
    if found is None or (found[2] is not None and int(found[3]) > 59) or (found[1] is not None and int(found[2]) > 59):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _clock(said: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", said.strip())
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def billable(around: Around, direction: Direction, fields: dict[str, str]) -> BillableCall | None:
    """The call that is asked about; None: something of it is wrong."""
    day, clock, length = read_day(around, fields["day"]), _clock(fields["clock"]), read_length(fields["length"])
    if isinstance(day, str) or clock is None or length is None:
        return None
    local = datetime(day.year, day.month, day.day, *clock, tzinfo=around.zone)
    at = local.astimezone(ZoneInfo("UTC"))
    return BillableCall(direction=direction, number=looked_up(around, direction, fields["number"].strip()),
                        answered_at=at, ended_at=at + length)  # fmt: skip


def looked_up(around: Around, direction: Direction, number: str) -> str:
    """The number as prices are looked up by it."""
    country, prefix = around.country, around.outside_prefix
    if direction == "inbound":
        return numbers.e164(number, country) or number
    found = pasted(number, country, prefix) if direction == "outbound" else ()
    if len(found) != 1 or found[0].is_inside:
        return number
    inside = found[0].digits.removeprefix(prefix) if prefix else found[0].digits
    return numbers.e164(inside, country) or number


def _trace(moment: Moment, asked: CalculatorMoment, fields: dict[str, str], *, is_wrong: bool) -> TraceShown:
    around, text = moment.around, moment.around.language.text
    title = text("Price of a call")

    def none(said: str, hint: str = "") -> TraceShown:
        return TraceShown(title=title, empty=Empty(said, hint))

    if moment.overview is not None and not moment.overview.tariffs:
        return none(text("There is no price list yet."), text("Import one in the tab of price lists."))
    if asked.versions is None:
        return TraceShown(title=title)
    if not fields["number"].strip():
        return none(text("Write a number."), text("As it is dialled, or with + and the country's code."))
    direction = cast("Direction", asked.direction)
    call = None if is_wrong else billable(around, direction, fields)
    if call is None:
        return none(text("Something is written wrong."), text("What it is stands under the field."))
    rated = PriceBook(asked.versions, around.holidays).rate(call)
    if isinstance(rated, Unrated):
        return none(text("This call has no price."), reason(around, rated.reason))
    version = next((one for one in asked.versions if one.version == rated.trace.version), None)
    currency = version.currency if version is not None else "CZK"
    return Traced(around, rated.trace, version, currency).shown(title, call.answered_at)
