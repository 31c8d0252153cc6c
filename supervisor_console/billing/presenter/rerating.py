"""What rating calls again comes to: one sentence, and the calls that would cost something else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.reasons import reason
from supervisor_console.reports.billing import Overview
from supervisor_console.views.pieces import Empty, Grid, Line, Mark


def told(around: Around, answer: dict[str, Any]) -> str:
    """What was found, by a preview's answer."""
    language = around.language
    calls = language.plural("{number} call", "{number} calls", answer["calls"])
    if not answer["differing"]:
        return language.text("{calls} looked at: none would cost anything else or be anybody else's.", calls=calls)
    was, now = (words.amount(around, Decimal(answer[name])) for name in ("was", "now"))
    said = [language.plural("{number} call of {calls} differs.", "{number} calls of {calls} differ.",
                            answer["differing"], calls=calls),
            language.text("All together come to {now} instead of {was} without VAT.", was=was, now=now)]  # fmt: skip
    if answer["invoiced_differing"]:
        said.append(language.plural(
            "{number} of them is on an invoice: that stays, and is corrected among the invoices.",
            "{number} of them are on an invoice: those stay, and are corrected among the invoices.",
            answer["invoiced_differing"]))  # fmt: skip
    return " ".join(said)


def differences(around: Around, answer: dict[str, Any], known: Overview | None) -> Grid:
    """The calls that differ (the first thousand)."""
    text, titles = around.language.text, {one.account: one.title for one in (known.payers if known else ())}
    lines = tuple(_line(around, place, row, titles) for place, row in enumerate(answer["rows"]))
    empty = None if lines else Empty(text("Nothing differs."), icon="circle_tick")
    return Grid(title=text("Differing calls"), lines=lines, empty=empty,
                count=around.language.number(answer["differing"]) if lines else "")  # fmt: skip


def _line(around: Around, place: int, row: dict[str, Any], titles: dict[str, str]) -> Line:
    text, was, now = around.language.text, Decimal(row["was"]), Decimal(row["now"])
    whose = titles.get(row["account"] or "", row["account"] or "")
    why = Mark(reason(around, row["reason"]), "warn", "triangle") if row["reason"] else Mark(whose or "—")
    if row["is_invoiced"]:
        state = Mark(text("invoiced, stays"), "muted", "lock", is_state=True)
    else:
        state = Mark(text("will be changed"), "accent", "pencil", is_state=True)
    return Line(str(place), (
        Mark(row["call"], "muted"), why, Mark(words.amount(around, was), "muted"),
        Mark(words.amount(around, now), weight=600), state))  # fmt: skip
