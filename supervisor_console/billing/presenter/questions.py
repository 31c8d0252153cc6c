"""What is asked before something is written, and what is wrong with an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.reports.billing import Months

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})")
"""As the page itself writes days in English."""
MOST = Decimal(999_999_999)


def closing_told(around: Around, period: Months, rows: Sequence[dict[str, Any]]) -> str:
    """One sentence on what closing would do, by the rows of a preview; "" where all is closed."""
    language, left = around.language, [row for row in rows if row.get("period") is None]
    if not left:
        return ""
    due = [row for row in left if Decimal(str(row["total"])) != 0 or row["lines"]]
    sums: dict[str, Decimal] = {}
    for row in due:
        sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + Decimal(str(row["total"]))
    total = " + ".join(words.money(around, amount, currency) for currency, amount in sums.items())
    calls = language.plural("{number} call", "{number} calls", sum(row["calls"] for row in left))
    said = [language.plural("{number} invoice for {total} with VAT is issued from {calls}.",
                            "{number} invoices for {total} with VAT in all are issued from {calls}.",
                            len(due), total=total or "0", calls=calls)]  # fmt: skip
    late, unrated = (sum(row[name] for row in left) for name in ("late", "unrated"))
    if late:
        said.append(language.plural("{number} of them is late, from before.", "{number} of them are late, from before.",
                                    late))  # fmt: skip
    if unrated:
        said.append(language.plural("{number} call without a price stays for the next period.",
                                    "{number} calls without a price stay for the next period.", unrated))  # fmt: skip
    said.append(language.text("An issued invoice is never changed, only corrected by another document."))
    return " ".join(said)


def read_amount(around: Around, said: str, *, can_be_negative: bool = True) -> Decimal | str:
    """The amount that was written, or what is wrong with it."""
    text = around.language.text
    plain = said.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("−", "-")
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return text("“{said}” is no amount. Write it like 500 or 1250,50.", said=said.strip())
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or abs(amount) > MOST:
        return text("The amount is too large.")
    if not isinstance(exponent, int) or exponent < -2:
        return text("An amount has two decimals at most.")
    if not amount:
        return text("Nothing is no amount.")
    if amount < 0 and not can_be_negative:
        return text("The amount must be more than nothing.")
    return amount


def read_day(around: Around, said: str) -> date | str:
    """The day that was written (24. 11. 2026, 24 Nov 2026 or 2026-11-24), or what is wrong with it."""
    named = NAMED_DAY.fullmatch(said.strip())
    if named is not None and named[2].casefold() in MONTHS:
        said = f"{named[1]}.{MONTHS.index(named[2].casefold()) + 1}.{named[3]}"
    plain = said.strip().replace(" ", "").replace("\u00a0", "")
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return around.language.text("“{said}” is no day. Write it like 24. 11. 2026.", said=said.strip())
