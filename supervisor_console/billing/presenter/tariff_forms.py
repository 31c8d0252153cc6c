"""Forms of price lists: a new one with its hours and, by hand, its rates; calls that are to be rated again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from shared.billing.tariff import Band, DayKind, Rate, TariffVersion, Window
from shared.domain.search.spans import beginning
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.account_forms import KEY, Said, options
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.questions import read_day
from supervisor_console.reports.billing import Months, Overview
from supervisor_console.views.pieces import Field, Questions

SPANS: dict[str, tuple[DayKind, ...]] = {"workdays": words.WORKDAYS, "week": words.WEEK}
PEAK, OTHERWISE = "peak", "off"
HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")
STEPS = re.compile(r"(\d{1,5})\s*\+\s*(\d{1,5})")


def new_form(around: Around) -> Questions:
    """A new price list, all but its rates."""
    text = around.language.text
    day = around.language.calendar_day(around.today.replace(day=1))
    spans = {"": text("one price all day"), "workdays": text("on workdays"), "week": text("every day")}
    splits = {"split": text("by the band of each increment"), "start": text("all by the band at the start")}
    ways = {"hand": text("written by hand"), "file": text("from a file (CSV, Excel)")}
    return Questions(
        title=text("New price list"), accept=text("Continue"), width=760,
        hint=text("Its first version. Rates follow; what is wrong is shown before anything is taken."),
        fields=(
            Field(name="tariff", label=text("Key: small letters and digits"), share=4),
            Field(name="title", label=text("Name|thing"), share=8),
            Field(name="currency", label=text("Currency"), said="CZK", share=2),
            Field(name="day", label=text("Valid from"), said=day, share=3),
            Field(name="split", label=text("A call over the edge of a band"), said="split", options=options(splits),
                  share=7),
            Field(name="span", label=text("Peak"), said="workdays", options=options(spans), share=4,
                  heading=text("Time bands")),
            Field(name="hours", label=text("Hours of the peak"), said="8–18", share=2),
            Field(name="peak", label=text("Name of the peak"), said=text("Peak"), share=3),
            Field(name="otherwise", label=text("Name of all other hours"), said=text("Off-peak"), share=3),
            Field(name="way", label=text("Where from"), said="hand", options=options(ways), share=6,
                  heading=text("Rates")),
            Field(name="is_purchase", label=text("Purchase prices: what the carrier gets"), is_truth=True, share=6),
        ),
    )  # fmt: skip


def read_new(around: Around, said: Said, known: Overview | None) -> TariffVersion | str:
    """The version without its rates. ``known``: which price lists there are."""
    text, titles = around.language.text, dict(known.tariffs if known is not None else ())
    if not KEY.fullmatch(said["tariff"]):
        return text("A key has small letters, digits, dots and dashes.")
    if said["tariff"] in titles:
        return text("There is a price list with this key already.")
    if not said["title"]:
        return text("A name is needed.")
    if not re.fullmatch("[A-Z]{3}", said["currency"]):
        return text("A currency is three capital letters, as CZK.")
    other = known.purchases.get(said["currency"]) if known is not None and said["is_purchase"] else None
    if other is not None:
        return text("Purchase prices in {currency} are in the price list {name}: add a version there.",
                    currency=said["currency"], name=titles.get(other, other))  # fmt: skip
    day = read_day(around, said["day"])
    if isinstance(day, str):
        return day
    bands = _bands(around, said)
    if isinstance(bands, str):
        return bands
    return TariffVersion(
        tariff=said["tariff"], version=1, title=said["title"], currency=said["currency"], zone=str(around.zone),
        valid_from=day, split="start" if said["split"] == "start" else "split", bands=bands,
        otherwise=OTHERWISE if bands else "all", otherwise_title=said["otherwise"] if bands else "",
        is_purchase=bool(said["is_purchase"]),
    )  # fmt: skip


def _bands(around: Around, said: Said) -> tuple[Band, ...] | str:
    days = SPANS.get(said["span"])
    if days is None:
        return ()
    found = HOURS.fullmatch(said["hours"])
    minutes = [int(found[hour]) * 60 + int(found[hour + 1] or 0) for hour in (1, 3)] if found else [0, 0]
    if not 0 <= minutes[0] < minutes[1] <= 1440:
        return around.language.text("“{said}” are no hours. Write them like 8–18 or 7:30–19:00.", said=said["hours"])
    return (Band(band=PEAK, title=said["peak"], windows=(Window(days=days, begins=minutes[0], ends=minutes[1]),)),)


# --- rates by hand


def rate_heads(around: Around, version: TariffVersion) -> tuple[str, ...]:
    """Above the columns of rates that are written by hand."""
    text, titles = around.language.text, version.band_titles
    prices = [text("Price {band}", band=titles[band.band]) for band in version.bands]
    last = text("Price {band}", band=titles[version.otherwise]) if version.bands else text("Price per minute")
    return (text("Prefix"), text("Destination"), *prices, last, text("Connection"), text("Increments"))


def read_rates(around: Around, version: TariffVersion, rows: Sequence[Sequence[str]]) -> TariffVersion | str:
    """The version with rates; empty rows are none."""
    rates = []
    for number, cells in enumerate(rows, 1):
        if any(cell.strip() for cell in cells[:-1]):
            rate = _rate(around, version, [cell.strip() for cell in cells])
            if isinstance(rate, str):
                return around.language.text("Line {number}: {problem}", number=number, problem=rate)
            rates.append(rate)
    return msgspec.structs.replace(version, rates=tuple(rates))


def _rate(around: Around, version: TariffVersion, cells: Sequence[str]) -> Rate | str:
    text, (prefix, destination, *amounts, steps) = around.language.text, cells
    read = [_price(one) for one in amounts]
    for said, price in zip(amounts, read, strict=True):
        if price is None:
            return text("“{said}” is no price. Write it like 1,20.", said=said)
    found = STEPS.fullmatch(steps)
    if found is None:
        return text("“{said}” are no increments. Write them like 60 + 1.", said=steps)
    bands = [*(one.band for one in version.bands), version.otherwise]
    prices = {band: price or Decimal(0) for band, price in zip(bands, read[:-1], strict=True)}
    return Rate(prefix=prefix.lstrip("+").replace(" ", ""), destination=destination, prices=prices,
                connection_fee=read[-1] or Decimal(0), first_ms=int(found[1]) * 1000,
                next_ms=int(found[2]) * 1000)  # fmt: skip


def _price(said: str) -> Decimal | None:
    """As people write it; nothing is nothing."""
    try:
        price = Decimal((said or "0").replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        return None
    return price if price.is_finite() else None


# --- rating again


def rerate_form(around: Around, known: Overview | None, account: str, period: Months) -> Questions:
    """Whose calls of which days."""
    text, day = around.language.text, around.language.calendar_day
    named = {"": text("all")} | {one.account: one.title for one in (known.payers if known is not None else ())}
    last = min(period.last, around.today)
    return Questions(
        title=text("Rate calls again"), accept=text("Show differences"), width=520,
        hint=text("By the price lists and owners of now. What differs is shown before anything is changed."),
        fields=(
            Field(name="account", label=text("Account"), said=account if account in named else "",
                  options=options(named)),
            Field(name="first", label=text("Calls ended from"), said=day(period.first), share=6),
            Field(name="last", label=text("to, counted"), said=day(max(period.first, last)), share=6),
        ),
    )  # fmt: skip


def read_rerate(around: Around, said: Said) -> dict[str, Any] | str:
    """Parameters of ``billing.rerate``, all but whether it is only looked at."""
    first, last = read_day(around, said["first"]), read_day(around, said["last"])
    for wrong in (first, last):
        if isinstance(wrong, str):
            return wrong
    assert isinstance(first, date)
    assert isinstance(last, date)
    if last < first:
        return around.language.text("It would end before it begins.")
    begins, ends = (beginning(day, around.zone) for day in (first, last + timedelta(days=1)))
    return {"account": said["account"] or None, "from": _told(begins), "to": _told(ends)}


def _told(at: datetime) -> str:
    return at.isoformat()
