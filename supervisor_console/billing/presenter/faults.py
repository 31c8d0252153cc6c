"""What is wrong with a price list, in the reader's language: by the kinds of ``shared.billing.faults``."""

from __future__ import annotations

from typing import Any

from shared.billing.faults import FaultKind
from shared.billing.price_list import COLUMNS
from shared.language import to_translate
from supervisor_console.billing.presenter.moment import Around

FAULTS: dict[FaultKind, str] = {
    "number_order": to_translate("Version {what} is not above all versions before."),
    "other_tariff": to_translate("{where} is of another price list, currency or time zone: {what}."),
    "unknown_zone": to_translate("There is no time zone {what}."),
    "bad_currency": to_translate("{what} is no currency: three capital letters are needed."),
    "bad_number": to_translate("{what} is no number of a version: it counts from 1."),
    "ends_before": to_translate("It ends on {what}, before it begins."),
    "band_twice": to_translate("The time band {where} is there twice."),
    "band_empty": to_translate("The time band {where} covers no time."),
    "bands_overlap": to_translate("The time bands {where} overlap: {what}."),
    "bad_window": to_translate("Time band {where}: {what} is no part of a day."),
    "no_rates": to_translate("There are no rates in it."),
    "prefix_twice": to_translate("The prefix {where} is there twice."),
    "bad_prefix": to_translate("Prefix {where}: only digits, at most 15."),
    "no_destination": to_translate("The prefix {where} has no destination."),
    "no_price": to_translate("The prefix {where} has no price for the time band {what}."),
    "unknown_band": to_translate("{where}: there is no time band {what}."),
    "negative": to_translate("{where}: {what} is less than nothing."),
    "absurd": to_translate("{where}: {what} is more than can be meant."),
    "bad_decimals": to_translate("{where}: {what} has more than six decimals."),
    "bad_increment": to_translate("{where}: {what} ms is no increment: 1 ms to a day."),
    "unknown_group": to_translate("{where}: no rate is of the group {what}."),
    "unknown_fee": to_translate("{where}: there is no fee {what}."),
    "name_twice": to_translate("{where} is there twice."),
    "bad_percent": to_translate("{where}: {what} is no per cent between 0 and 100 of at most four decimals."),
    "steps_order": to_translate("{where}: steps must rise, and there must be one."),
    "two_discounts": to_translate("The group {where} has more than one discount."),
    "no_vat": to_translate("The settings say the VAT rate {where} from {what} twice."),
    "vat_unknown": to_translate("The settings say no VAT rate “{where}” for {what}: its calls could not be invoiced."),
    "not_a_number": to_translate("{where}: {what} is no number."),
    "missing": to_translate("{where} is missing."),
    "unknown_column": to_translate("There is no column {what}."),
    "rows_differ": to_translate("Prefix {where}: {what} differs from a line above."),
    "unknown_direction": to_translate("{what} is no direction: outbound, inbound or internal."),
}


def told(around: Around, fault: dict[str, Any], plain: str = "") -> str:
    """One fault of a command's ``wrong`` or ``vat``; ``plain``: the server's own words, for a kind newer than this."""
    message = FAULTS.get(fault["kind"])
    if message is None:
        return plain or str(fault["kind"])
    named = {name: _column(around, str(fault.get(name, ""))) for name in ("where", "what")}
    return around.language.text(message, **named)


def place(around: Around, fault: dict[str, Any]) -> str:
    """In which line of the file."""
    line = fault.get("line", 0)
    return around.language.number(line) if line else "—"


def _column(around: Around, word: str) -> str:
    """A column as it stands in the heading of a list; all else stays."""
    known = COLUMNS.get(word, ())  # type: ignore[call-overload]  # most words are none
    return str(known[1]) if around.language.code != "en" and len(known) > 1 else word
