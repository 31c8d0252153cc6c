"""The tab of invoices: documents with what is owed, payments, and calls that nobody pays for with the reasons."""

from __future__ import annotations

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.accounts import paid_state
from supervisor_console.billing.presenter.calculator import directions
from supervisor_console.billing.presenter.differing import differing, waiting_fees
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.presenter.paper import document, none
from supervisor_console.billing.presenter.reasons import reason
from supervisor_console.billing.screen import InvoicesShown
from supervisor_console.billing.screen.accounts import PaperShown
from supervisor_console.reports.billing_lists import Books, DocumentFound, PaymentFound, Unpriced
from supervisor_console.views.pieces import Choice, Empty, Grid, Line, Mark, Option, choice, choice_of


def invoices(moment: Moment) -> InvoicesShown:
    """All of it."""
    around, text, asked = moment.around, moment.around.language.text, moment.invoices
    states = _states(around)
    names = {"": text("all")} | {one.account: one.title for one in (moment.overview.payers if moment.overview else ())}
    one = chosen_document(moment)
    unpriced = moment.overview.unpriced if moment.overview else 0
    return InvoicesShown(
        which=_which(moment),
        account=choice(text("Account"), names, asked.account), state=choice(text("State"), states, asked.state),
        grid=_grid(moment), pay=words.deed(around, text("Enter a payment…"), "plus", _not_payable(around, one)),
        correct=words.deed(around, text("Correct…"), "pencil", _not_correctable(around, one)),
        accounting=words.deed(around, text("For accounting…"), "download"),
        unpriced=around.language.plural("{number} call without a price", "{number} calls without a price", unpriced)
        if unpriced else "",
        paper=_paper(moment),
    )  # fmt: skip


def chosen_document(moment: Moment) -> DocumentFound | None:
    """The document of the chosen row."""
    books, chosen = moment.invoices.books, moment.invoices.chosen
    return next((one for one in books.documents if one.number == chosen), None) if books is not None else None


def _lists(around: Around) -> dict[str, str]:
    text = around.language.text
    return {"documents": text("Documents"), "payments": text("Payments"), "unpriced": text("Calls without a price"),
            "differing": text("Changed after invoicing"), "owed": text("Fees not taken yet")}  # fmt: skip


def _which(moment: Moment) -> Choice:
    """The lists; of those that somebody should look into also how much is there."""
    books = moment.invoices.books or Books()
    open_ones = sum(one.settled_by is None for one in books.differences)
    waiting = {"differing": open_ones, "owed": len(books.owed)}
    number = moment.around.language.number
    return choice_of("", tuple(
        Option(key, word, key == moment.invoices.which, number(waiting[key]) if waiting.get(key) else "")
        for key, word in _lists(moment.around).items()))  # fmt: skip


def _states(around: Around) -> dict[str, str]:
    text = around.language.text
    return {"": text("all"), "owed": text("to be paid"), "overdue": text("overdue"), "paid": text("paid")}


def _not_payable(around: Around, one: DocumentFound | None) -> str:
    text = around.language.text
    if one is None:
        return text("Choose an invoice first.")
    return "" if one.kind == "invoice" else text("Only invoices are paid.")


def _not_correctable(around: Around, one: DocumentFound | None) -> str:
    text = around.language.text
    if one is None:
        return text("Choose an invoice first.")
    return "" if one.kind == "invoice" and one.answers is None else text("Only an invoice of a period is corrected.")


def _paper(moment: Moment) -> PaperShown:
    around, asked, text = moment.around, moment.invoices, moment.around.language.text
    if asked.document is not None and asked.document.invoice.number == asked.chosen:
        return document(around, asked.document, asked.chosen)
    return none(around, None if asked.chosen else Empty(text("Choose a document to see it."), icon="receipt"))


# --- the lists


def _grid(moment: Moment) -> Grid:
    asked, text = moment.invoices, moment.around.language.text
    books = asked.books
    if books is None:
        return Grid(title=_lists(moment.around)[asked.which])
    if asked.which == "payments":
        return _payments(moment, [one for one in books.payments if asked.account in ("", one.account)])
    if asked.which == "unpriced":
        return _unpriced(moment, books.unpriced)
    if asked.which == "differing":
        return differing(moment.around, [one for one in books.differences if asked.account in ("", one.account)])
    if asked.which == "owed":
        return waiting_fees(moment.around, [one for one in books.owed if asked.account in ("", one.account)])
    found = [one for one in books.documents
             if asked.account in ("", one.account) and _is_wanted(moment.around, one, asked.state)]  # fmt: skip
    empty = None
    if not books.documents:
        hint = text("Invoices come with the closing of a period.")
        empty = Empty(text("No document was issued yet."), hint, "receipt")
    elif not found:
        empty = Empty(text("No document is so."), text("Choose another account or state."), "search")
    owed: dict[str, object] = {}
    for one in found:
        owed[one.currency] = owed.get(one.currency, 0) + one.open_amount  # type: ignore[operator]  # amounts
    told = " + ".join(words.money(moment.around, amount, currency) for currency, amount in owed.items())  # type: ignore[arg-type]
    return Grid(
        title=text("Documents"), count=moment.around.language.number(len(found)), empty=empty, chosen=asked.chosen,
        lines=tuple(_document(moment.around, one) for one in found),
        foot=text("To be paid in all: {amount}", amount=told) if told else "",
    )  # fmt: skip


def _is_wanted(around: Around, one: DocumentFound, state: str) -> bool:
    is_owed = one.open_amount > 0
    return {"": True, "owed": is_owed, "overdue": is_owed and one.due_on < around.today,
            "paid": not is_owed and one.kind == "invoice"}[state]  # fmt: skip


def _document(around: Around, one: DocumentFound) -> Line:
    text, day = around.language.text, around.language.calendar_day
    state = paid_state(around, one.open_amount > 0, one.due_on)
    if one.kind == "receipt":
        state = Mark(text("Receipt"), "muted", "receipt", is_state=True)
    elif one.answers is not None:
        state = Mark(text("Corrects {number}", number=one.answers), "muted", "back", is_state=True)
    left = Mark(words.money(around, one.open_amount, one.currency)) if one.open_amount else Mark("—", "muted")
    return Line(one.number, (
        Mark(one.number), Mark(one.title), Mark(day(one.issued_on)), Mark(day(one.due_on)),
        Mark(words.money(around, one.total, one.currency)), left, state,
    ))  # fmt: skip


def _payments(moment: Moment, found: list[PaymentFound]) -> Grid:
    around, text = moment.around, moment.around.language.text
    lines = tuple(
        Line(one.key, (
            Mark(one.invoice or "—", "text" if one.invoice else "muted"), Mark(one.title),
            Mark(around.language.calendar_day(one.paid_on)), Mark(words.money(around, one.amount, one.currency)),
            Mark(one.note, "muted"), Mark(one.made_by, "muted")))
        for one in found
    )  # fmt: skip
    hint = text("Choose an invoice and enter what came.")
    empty = None if lines else Empty(text("No payment was entered yet."), hint)
    return Grid(title=text("Payments"), count=around.language.number(len(lines)), lines=lines, empty=empty)


def _unpriced(moment: Moment, found: tuple[Unpriced, ...]) -> Grid:
    around, text, ways = moment.around, moment.around.language.text, directions(moment.around)
    lines = tuple(_unpriced_line(around, one, ways) for one in found)
    empty = None if lines else Empty(text("Every call has a price and an owner."), icon="circle_tick")
    return Grid(
        title=text("Calls without a price"), count=around.language.number(len(lines)), lines=lines, empty=empty,
        foot=text("They are on no invoice. When a price or an owner is added, they are rated again by themselves."),
    )  # fmt: skip


def _unpriced_line(around: Around, one: Unpriced, ways: dict[str, str]) -> Line:
    number = around.language.phone(one.number, around.country) if one.number else one.extension or "—"
    length = words.length(int((one.ended_at - one.answered_at).total_seconds()) * 1000)
    why = Mark(reason(around, one.reason), "warn", "triangle", is_state=True)
    day = around.language.calendar_day(one.answered_at.astimezone(around.zone).date())
    return Line(f"{one.pbx} {one.call_id}", (
        Mark(number), Mark(one.title or "—", "text" if one.title else "muted"), Mark(day),
        Mark(around.language.clock(one.answered_at, around.zone)), Mark(length), Mark(ways[one.direction]), why,
    ))  # fmt: skip
