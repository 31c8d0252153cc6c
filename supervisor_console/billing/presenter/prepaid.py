"""The tab of credit paid in advance: balances and limits, calls that use them, the ledger of the chosen account."""

from __future__ import annotations

from decimal import Decimal

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.credit import running_call, state
from supervisor_console.billing.presenter.differing import owed_in_all
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen import PrepaidShown
from supervisor_console.reports.billing import Payer, amount_of
from supervisor_console.reports.billing_lists import Movement
from supervisor_console.views.pieces import Empty, Grid, Line, Mark


def prepaid(moment: Moment) -> PrepaidShown:
    """All of it."""
    around, text = moment.around, moment.around.language.text
    purse = chosen_purse(moment)
    refusal = "" if purse is not None else text("Choose an account first.")
    return PrepaidShown(purses=_purses(moment), running=_running(moment), ledger=_ledger(moment, purse),
                        top_up=words.deed(around, text("Top up"), "plus", refusal),
                        withdraw=words.deed(around, text("Give back…"), "minus", refusal))  # fmt: skip


def purses(moment: Moment) -> tuple[Payer, ...]:
    """Accounts that pay in advance."""
    return tuple(one for one in (moment.overview.payers if moment.overview else ()) if one.kind == "pre")


def chosen_purse(moment: Moment) -> Payer | None:
    """The chosen one, else the first."""
    found = purses(moment)
    return next((one for one in found if one.account == moment.prepaid.account), next(iter(found), None))


def _purses(moment: Moment) -> Grid:
    text = moment.around.language.text
    found, chosen = purses(moment), chosen_purse(moment)
    if not found:
        hint = text("An account pays in advance when its kind is pre-paid.")
        return Grid(title=text("Balances"), empty=Empty(text("Nobody pays in advance."), hint))
    return Grid(title=text("Balances"), count=str(len(found)), lines=tuple(_purse(moment, one) for one in found),
                chosen=chosen.account if chosen else "")  # fmt: skip


def _purse(moment: Moment, one: Payer) -> Line:
    around, waiting = moment.around, [fee for fee in moment.prepaid.owed if fee.account == one.account]

    def limit(spent: Decimal, most: Decimal | None) -> Mark:
        said = words.amount(around, spent)
        return Mark(said, more=around.language.text("of {amount}", amount=words.amount(around, most)) if most else "")

    held, how = amount_of(one.reserved), state(around, one)
    if waiting:
        said = around.language.text("Fees of {amount} wait", amount=owed_in_all(around, waiting))
        how = Mark(said, "warn", "triangle", is_state=True)
    return Line(one.account, (
        Mark(one.title), Mark(words.money(around, one.balance, one.currency), weight=600),
        Mark(words.amount(around, held)) if held else Mark("—", "muted"),
        limit(one.day_spent, one.day_limit), limit(one.month_spent, one.month_limit), how,
    ))  # fmt: skip


def _running(moment: Moment) -> Grid:
    text, calls = moment.around.language.text, moment.prepaid.running
    named = {one.account: one for one in purses(moment)}
    lines = []
    for call in calls:
        payer = named.get(call.account)
        shown = running_call(moment, call, payer.currency if payer else "CZK")
        lines.append(Line(shown.key, (
            Mark(shown.number, icon="message"), Mark(payer.title if payer else call.account, "muted"), Mark(shown.time),
            Mark(shown.price))))  # fmt: skip
    empty = None if lines else Empty(text("No call is running."), icon="message")
    return Grid(title=text("Running calls"), count=str(len(lines)) if lines else "", lines=tuple(lines), empty=empty)


def _ledger(moment: Moment, purse: Payer | None) -> Grid:
    around, text, found = moment.around, moment.around.language.text, moment.prepaid.ledger
    title = text("Movements of {account}", account=purse.title) if purse is not None else text("Movements")
    if found is None:
        return Grid(title=title)
    waiting = [fee for fee in moment.prepaid.owed if purse is not None and fee.account == purse.account]
    told = "; ".join(f"{fee.fee_title} {around.language.month(fee.month)} "
                     f"{words.money(around, fee.amount, fee.currency)}" for fee in waiting)  # fmt: skip
    foot = text("Waiting for credit: {fees}", fees=told) if waiting else ""
    if not found:
        empty = Empty(text("Nothing has moved yet."), text("Top up the credit first."))
        return Grid(title=title, empty=empty, foot=foot)
    return Grid(title=title, count=around.language.number(len(found)), foot=foot,
                lines=tuple(_movement(around, one) for one in found))  # fmt: skip


def _movement(around: Around, one: Movement) -> Line:
    text = around.language.text
    kinds = {"top_up": text("Top-up"), "call": text("Call|noun"), "fee": text("Fee"), "refund": text("Given back"),
             "correction": text("Correction")}  # fmt: skip
    amount = words.amount(around, one.amount)
    token, icon = ("good", "arrow_up") if one.amount > 0 else ("text", "arrow_down")
    return Line(str(one.entry), (
        Mark(words.instant(around, one.made_at)), Mark(kinds.get(one.kind, one.kind), "text", icon),
        Mark(f"+{amount}" if one.amount > 0 else amount, token), Mark(words.amount(around, one.balance)),  # type: ignore[arg-type]  # a token
        Mark(one.document or one.call_id or "", "muted"), Mark(one.note, "muted"), Mark(one.made_by, "muted"),
    ))  # fmt: skip
