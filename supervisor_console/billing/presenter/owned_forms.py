"""Forms of what an account owns and of its monthly fees: what is there, and one more or the end of one.

A reader gives a command's parameters, or a sentence that says what is wrong; nothing is lost, for the form stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from shared.billing.ownership import OwnedKind, Owns
from shared.billing.tariff import Fee
from shared.domain.search.spans import beginning
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.account_forms import Said, options
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.questions import read_day
from supervisor_console.reports.billing_account import FeeHad
from supervisor_console.views.pieces import Empty, Field, Grid, Line, Mark, Questions


def owned_kinds(around: Around) -> dict[OwnedKind, str]:
    """What may be an account's."""
    text = around.language.text
    return {"extension": text("Extension"), "line": text("Line|owned"), "account_code": text("Account code"),
            "campaign": text("Campaign")}  # fmt: skip


# --- what is his


def owned_form(around: Around, title: str) -> Questions:
    """One thing more, or the end of one that is chosen above."""
    text = around.language.text
    first = around.language.calendar_day(around.today.replace(day=1))
    return Questions(
        title=text("What {account} pays for", account=title), accept=text("Save"), width=760,
        hint=text("A call is paid by who owns its campaign, account code, line or extension, in this order."),
        fields=(
            Field(name="kind", label=text("What"), said="extension", options=options(owned_kinds(around)), share=3),
            Field(name="value", label=text("Number or name"), share=3),
            Field(name="since", label=text("From"), said=first, share=2),
            Field(name="until", label=text("Until, not counted"), share=2, hint=text("for good")),
            Field(name="cost_centre", label=text("Cost centre"), share=2),
        ),
    )  # fmt: skip


def owned_grid(around: Around, account: str, found: Sequence[Owns]) -> Grid:
    """What is and was the account's, what goes on first."""
    text, named = around.language.text, owned_kinds(around)
    his = sorted((one for one in found if one.account == account), key=lambda one: (_is_over(around, one), one.kind))
    lines = tuple(
        Line(str(found.index(one)), (
            Mark(named[one.kind]), Mark(one.value, weight=600), Mark(_day(around, one.since)),
            Mark(_day(around, one.until)) if one.until else Mark(text("for good"), "muted"),
            Mark(one.cost_centre or "—", "text" if one.cost_centre else "muted"),
            _state(around, is_over=_is_over(around, one), is_planned=one.since > around.now)))
        for one in his
    )  # fmt: skip
    empty = None if lines else Empty(text("It owns nothing yet."), text("So no call is its; add an extension below."))
    return Grid(title=text("Owned by it"), count=str(len(lines)) if lines else "", lines=lines, empty=empty)


def owned_said(around: Around, one: Owns) -> Said:
    """One of them, to be changed."""
    return {"kind": one.kind, "value": one.value, "since": _day(around, one.since), "cost_centre": one.cost_centre,
            "until": _day(around, one.until) if one.until else ""}  # fmt: skip


def read_owned(
    around: Around, account: str, said: Said, found: Sequence[Owns], titles: dict[str, str]
) -> dict[str, Any] | str:
    """Parameters of ``billing.own``; whose it is already is said with the days."""
    text = around.language.text
    if not said["value"]:
        return text("Say which one: a number or a name.")
    days = _read_days(around, said)
    if isinstance(days, str):
        return days
    day, end = days
    his = (one for one in found if (one.account, one.kind, one.value) == (account, said["kind"], said["value"]))
    since = next((one.since for one in his if one.since.astimezone(around.zone).date() == day), None)
    since, until = since or beginning(day, around.zone), None if end is None else beginning(end, around.zone)
    wanted = Owns(account=account, kind=said["kind"], value=said["value"], since=since, until=until)  # type: ignore[arg-type]  # an option
    taken = next((one for one in found if _is_same_time(wanted, one)), None)
    if taken is not None:
        return _taken(around, taken, titles)
    return {"account": account, "kind": said["kind"], "value": said["value"], "since": since.isoformat(),
            "until": until.isoformat() if until else None, "cost_centre": said["cost_centre"]}  # fmt: skip


def _is_same_time(wanted: Owns, other: Owns) -> bool:
    """Is it the other's at a time at which it is wanted? His own that begins then is what changes."""
    if (wanted.kind, wanted.value) != (other.kind, other.value):
        return False
    if (wanted.account, wanted.since) == (other.account, other.since):
        return False
    return (other.until is None or wanted.since < other.until) and (wanted.until is None or other.since < wanted.until)


def _taken(around: Around, other: Owns, titles: dict[str, str]) -> str:
    text, what = around.language.text, f"{owned_kinds(around)[other.kind]} {other.value}"
    who, since = titles.get(other.account, other.account), _day(around, other.since)
    if other.until is None:
        return text("{what} is owned by {account} from {day} on. End that first.", what=what, account=who, day=since)
    return text("{what} is owned by {account} from {day} until {end}.", what=what, account=who, day=since,
                end=_day(around, other.until))  # fmt: skip


def _read_days(around: Around, said: Said) -> tuple[date, date | None] | str:
    since, until = read_day(around, said["since"]), read_day(around, said["until"]) if said["until"] else None
    for wrong in (since, until):
        if isinstance(wrong, str):
            return wrong
    assert not isinstance(since, str)
    assert not isinstance(until, str)
    if until is not None and until <= since:
        return around.language.text("It would end before it begins.")
    return since, until


def _state(around: Around, *, is_over: bool, is_planned: bool) -> Mark:
    text = around.language.text
    if is_over:
        return Mark(text("ended"), "muted", "minus", is_state=True)
    if is_planned:
        return Mark(text("Planned"), "muted", "calendar", is_state=True)
    return Mark(text("Valid"), "good", "circle_tick", is_state=True)


def _is_over(around: Around, one: Owns) -> bool:
    return one.until is not None and one.until <= around.now


def _day(around: Around, at: Any) -> str:
    return around.language.calendar_day(at.astimezone(around.zone).date())


# --- monthly fees


def fees_form(around: Around, title: str, fees: Sequence[Fee], currency: str) -> Questions:
    """One fee more, or the end of one that is chosen above."""
    text = around.language.text
    first = around.language.calendar_day(around.today.replace(day=1))
    named = {one.fee: f"{one.title} · {words.money(around, one.amount, currency)}" for one in fees}
    return Questions(
        title=text("Monthly fees of {account}", account=title), accept=text("Save"), width=760,
        hint=text("The fees and their amounts are in the price list; here is how many of them the account has."),
        fields=(
            Field(name="fee", label=text("Fee"), said=next(iter(named), ""),
                  options=options(named or {"": text("none in the price list")}), share=5),
            Field(name="pieces", label=text("Pieces"), said="1", share=2),
            Field(name="since", label=text("From"), said=first, share=2),
            Field(name="until", label=text("Until, not counted"), share=3, hint=text("for good")),
        ),
    )  # fmt: skip


def fees_grid(around: Around, fees: Sequence[Fee], currency: str, had: Sequence[FeeHad]) -> Grid:
    """The account's fees."""
    text, named = around.language.text, {one.fee: one for one in fees}
    lines = []
    for place, one in enumerate(had):
        fee, is_over = named.get(one.fee), one.until is not None and one.until <= around.today
        until = Mark(around.language.calendar_day(one.until)) if one.until else Mark(text("for good"), "muted")
        state = _state(around, is_over=is_over, is_planned=one.since > around.today)
        if fee is None and not is_over:
            state = Mark(text("not in the price list"), "warn", "triangle", is_state=True)
        lines.append(Line(str(place), (
            Mark(fee.title if fee else one.fee), Mark(around.language.number(one.pieces)),
            Mark(words.money(around, fee.amount * one.pieces, currency)) if fee else Mark("—", "muted"),
            Mark(around.language.calendar_day(one.since)), until, state)))  # fmt: skip
    empty = None if lines else Empty(text("It has no monthly fee."))
    return Grid(title=text("Its fees"), count=str(len(lines)) if lines else "", lines=tuple(lines), empty=empty)


def fee_said(around: Around, one: FeeHad) -> Said:
    """One of them, to be changed."""
    day = around.language.calendar_day
    return {"fee": one.fee, "pieces": str(one.pieces), "since": day(one.since),
            "until": day(one.until) if one.until else ""}  # fmt: skip


def read_fee(around: Around, account: str, said: Said) -> dict[str, Any] | str:
    """Parameters of ``billing.subscribe``."""
    text, pieces = around.language.text, said["pieces"].replace(" ", "")
    if not said["fee"]:
        return text("The price list has no monthly fees.")
    if not (pieces.isdecimal() and 1 <= int(pieces) <= 1_000_000):
        return text("“{said}” is no number of pieces.", said=said["pieces"])
    days = _read_days(around, said)
    if isinstance(days, str):
        return days
    since, until = days
    return {"account": account, "fee": said["fee"], "pieces": int(pieces), "since": since.isoformat(),
            "until": until.isoformat() if until else None}  # fmt: skip
