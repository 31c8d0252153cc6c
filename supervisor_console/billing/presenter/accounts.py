"""The tab of accounts."""

from __future__ import annotations

from datetime import date

from shared.billing.money import rounded
from shared.billing.rated import Trace
from shared.billing.tariff import Rate, TariffVersion, group_of
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.credit import credit, running_state
from supervisor_console.billing.presenter.credit import state as credit_state
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.presenter.paper import paper
from supervisor_console.billing.presenter.trace import Traced
from supervisor_console.billing.screen.accounts import AccountLine, AccountsShown, TraceShown
from supervisor_console.reports.billing import Payer
from supervisor_console.reports.billing_detail import Detail, RatedFound
from supervisor_console.views.pieces import Choice, Empty, Grid, Line, Mark, Option

SHOWN_GROUPS = 2
"""Destinations whose prices stand beside each version."""


def accounts(moment: Moment) -> AccountsShown:
    """All of it."""
    text, overview = moment.around.language.text, moment.overview
    payers = overview.payers if overview is not None else ()
    found = [one for one in payers if moment.search.casefold() in one.title.casefold()]
    empty = None
    if overview is not None and not payers:
        hint = text("First import a price list, then add an account with its numbers.")
        empty = Empty(text("Nobody pays yet."), hint)
    elif overview is not None and not found:
        empty = Empty(text("No account has such a name."), icon="search")
    payer = moment.payer
    nobody = "" if payer is not None else text("Choose an account first.")
    return AccountsShown(
        title=text("Accounts"), count=moment.around.language.number(len(payers)) if payers else "",
        search=text("Find an account"), find=text("Find…"), new=words.deed(moment.around, text("New account…"), "plus"),
        edit=words.deed(moment.around, text("Change…|account"), refusal=nobody),
        owns=words.deed(moment.around, text("Numbers…|account"), refusal=nobody),
        fees=words.deed(moment.around, text("Fees…|account"), refusal=nobody),
        lines=tuple(account_line(moment.around, one) for one in found),
        chosen=moment.account, empty=empty, versions=_versions(moment, payer), trace=_trace(moment, payer),
        credit=credit(moment, payer) if payer is not None and payer.kind == "pre" else None,
        paper=paper(moment, payer),
    )  # fmt: skip


def account_line(around: Around, payer: Payer) -> AccountLine:
    """Name and sum, kind and price list, state."""
    text = around.language.text
    if payer.kind == "pre":
        amount, kind = payer.balance, text("Pre-paid")
    else:
        amount = payer.total if payer.total is not None else rounded(payer.exact)
        kind = text("Monthly")
    detail = " · ".join(part for part in (kind, payer.tariff_title or text("no price list")) if part)
    return AccountLine(
        key=payer.account, title=payer.title, amount=words.money(around, amount, payer.currency), detail=detail,
        state=_credit_state(around, payer) if payer.kind == "pre" else state(around, payer),
    )  # fmt: skip


def _credit_state(around: Around, payer: Payer) -> Mark:
    """In the list calls that run come first: that the credit is low stands beside it once the account is chosen."""
    if not payer.is_open:
        return Mark(around.language.text("Ended|account"), "muted", "minus", is_state=True)
    return (running_state(around, payer) if payer.balance > 0 else None) or credit_state(around, payer)


def state(around: Around, payer: Payer) -> Mark:
    """How the period stands, in a word."""
    text = around.language.text
    if not payer.is_open:
        return Mark(text("Ended|account"), "muted", "minus", is_state=True)
    if payer.invoice is None:
        if payer.is_closed:
            return Mark(text("Nothing to pay"), "muted", "minus", is_state=True)
        hint = text("The period is not closed: calls without VAT and without fees.")
        return Mark(text("Draft"), "muted", "pencil", hint=hint, is_state=True)
    return paid_state(around, payer.open_amount is not None and payer.open_amount > 0, payer.due_on)


def paid_state(around: Around, is_owed: bool, due_on: date | None) -> Mark:
    """Of an invoice that was issued."""
    if not is_owed:
        return Mark(around.language.text("Paid"), "good", "circle_tick", is_state=True)
    late = (around.today - due_on).days if due_on is not None else 0
    if late > 0:
        said = around.language.plural("{number} day overdue", "{number} days overdue", late)
        return Mark(said, "bad", "triangle", is_state=True)
    return Mark(around.language.text("Issued"), "accent", "receipt", is_state=True)


# --- versions of the price list


def _versions(moment: Moment, payer: Payer | None) -> Grid:
    text, detail = moment.around.language.text, _detail(moment)
    title = payer.tariff_title if payer is not None and payer.tariff_title else text("Price list")
    if detail is None:
        return Grid(title=title)
    if not detail.versions:
        hint = text("Give it one, else its calls stay without a price.")
        return Grid(title=title, empty=Empty(text("The account has no price list."), hint))
    valid = valid_one(detail.versions, moment.around.today)
    groups = _groups(detail, valid or detail.versions[0])
    lines = tuple(
        Line(str(one.version), (
            Mark(f"v{one.version}"), Mark(moment.around.language.calendar_day(one.valid_from)),
            *(Mark(_prices(moment.around, one, group)) for group in groups), version_state(moment.around, one, valid)))
        for one in detail.versions
    )  # fmt: skip
    note = text("{currency}/min by band", currency=words.words(moment.around).currency(detail.versions[0].currency))
    return Grid(title=title, note=note, lines=lines, heads=groups, chosen=str(valid.version) if valid else "")


def valid_one(versions: tuple[TariffVersion, ...], day: date) -> TariffVersion | None:
    """The one that holds on a day; ``versions``: the latest first."""
    begun = [one for one in versions if one.valid_from <= day and (one.valid_until is None or one.valid_until > day)]
    return max(begun, key=lambda one: (one.valid_from, one.version), default=None)


def version_state(around: Around, version: TariffVersion, valid: TariffVersion | None) -> Mark:
    """Planned, valid or ended."""
    text = around.language.text
    if version is valid:
        return Mark(text("Valid"), "good", "circle_tick", is_state=True)
    if version.valid_from > around.today:
        return Mark(text("Planned"), "muted", "calendar", is_state=True)
    return Mark(text("Ended|version"), "muted", "minus", is_state=True)


def _groups(detail: Detail, version: TariffVersion) -> tuple[str, ...]:
    """The destinations that are called most; the first ones of the list where nobody called."""
    called: dict[str, int] = {}
    for call in detail.calls:
        if call.trace is not None:
            called[call.trace.group] = called.get(call.trace.group, 0) + 1
    listed = [group_of(rate) for rate in version.rates if rate.direction == "outbound"]
    wanted = sorted(called, key=lambda group: (-called[group], group))
    known = set(listed)
    chosen = dict.fromkeys([*(one for one in wanted if one in known), *listed])
    return tuple(chosen)[:SHOWN_GROUPS]


def _prices(around: Around, version: TariffVersion, group: str) -> str:
    rate = next((one for one in version.rates if group_of(one) == group), None)
    return told_prices(around, version, rate) if rate is not None else "—"


def told_prices(around: Around, version: TariffVersion, rate: Rate) -> str:
    """As "1,20 / 0,90" in the order of the bands."""
    keys = [*(band.band for band in version.bands), version.otherwise]
    prices = [rate.prices[key] for key in keys if key in rate.prices]
    said = words.words(around)
    return " / ".join(dict.fromkeys(said.unit_price(price) for price in prices))


# --- the price of a call


def _trace(moment: Moment, payer: Payer | None) -> TraceShown:
    around, text, detail = moment.around, moment.around.language.text, _detail(moment)
    title = text("Price of a call")
    if payer is None or detail is None:
        return TraceShown(title=title)
    traced = [one for one in detail.calls if one.trace is not None]
    if not traced:
        hint = text("Choose another period, or ask in the calculator what a call would cost.")
        return TraceShown(title=title, empty=Empty(text("No call of this period has a price."), hint))
    call = next((one for one in traced if _key(one) == moment.call), traced[0])
    trace = call.trace
    assert isinstance(trace, Trace)
    key = (trace.tariff, trace.version)
    version = next((one for one in detail.versions if (one.tariff, one.version) == key), None)
    calls = Choice("", text("Other call…"), _key(call), tuple(_option(around, one, payer) for one in traced[:60]))
    return Traced(around, trace, version, payer.currency).shown(title, call.answered_at, calls)


def _option(around: Around, call: RatedFound, payer: Payer) -> Option:
    number = around.language.phone(call.number, around.country, is_masked=payer.is_masked) if call.number else "—"
    day, clock = (say(call.answered_at, around.zone) for say in (around.language.short_day, around.language.clock))
    return Option(_key(call), f"{day} {clock}  {number}", note=words.spent(around, call.exact))


def _key(call: RatedFound) -> str:
    return f"{call.pbx} {call.call_id}"


def _detail(moment: Moment) -> Detail | None:
    detail = moment.detail
    return detail if detail is not None and detail.account == moment.account else None
