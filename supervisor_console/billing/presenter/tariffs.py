"""The tab of price lists: all lists, the versions of one, the rates of a version with a search."""

from __future__ import annotations

from shared.billing.price_list import COLUMNS
from shared.billing.tariff import Rate, TariffVersion, group_of
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.accounts import told_prices, valid_one, version_state
from supervisor_console.billing.presenter.calculator import directions
from supervisor_console.billing.presenter.faults import place
from supervisor_console.billing.presenter.faults import told as fault_told
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen import TariffsShown
from supervisor_console.views.pieces import Empty, Grid, Line, Mark

MOST = 2000
"""Rates that are listed; further ones are found by the search."""


def tariffs(moment: Moment) -> TariffsShown:
    """All of it."""
    around, text = moment.around, moment.around.language.text
    version = chosen_version(moment)
    nothing = text("Choose a price list first.") if version is None else ""
    return TariffsShown(
        lists=_lists(moment), versions=_versions(moment), rates=_rates(moment, version),
        search=text("Prefix or destination"),
        take=words.deed(around, text("Import…"), "open_out", nothing),
        new=words.deed(around, text("New price list…"), "plus"),
        rerate=words.deed(around, text("Rate calls again…"), "refresh"),
        export=words.deed(around, text("Export…"), "download", nothing),
    )  # fmt: skip


def chosen_version(moment: Moment) -> TariffVersion | None:
    """The one whose rates are shown: what was chosen, else the one that holds today, else the latest."""
    versions, wanted = moment.tariffs.versions or (), moment.tariffs.version
    found = next((one for one in versions if one.version == wanted), None)
    return found or valid_one(versions, moment.around.today) or next(iter(versions), None)


def _lists(moment: Moment) -> Grid:
    text, overview = moment.around.language.text, moment.overview
    title, known = text("Price lists"), overview.tariffs if overview is not None else ()
    if not known:
        hint = text("Add one by hand or from a file; then give it to accounts.")
        return Grid(title=title, empty=Empty(text("There is no price list yet."), hint))
    payers = overview.payers if overview is not None else ()
    purchases = overview.purchases.values() if overview is not None else ()
    lines = []
    for key, name in known:
        is_purchase, number = key in purchases, sum(one.tariff == key for one in payers)
        more = text("purchase|price list") if is_purchase else ""
        had = Mark("—", "muted") if is_purchase else Mark(moment.around.language.number(number))
        lines.append(Line(key, (Mark(name, more=more), had)))
    return Grid(title=title, lines=tuple(lines), count=str(len(lines)), chosen=moment.tariffs.tariff)


def _versions(moment: Moment) -> Grid:
    around, versions = moment.around, moment.tariffs.versions or ()
    valid, chosen = valid_one(versions, around.today), chosen_version(moment)
    lines = tuple(
        Line(str(one.version), (Mark(f"v{one.version}"), Mark(around.language.calendar_day(one.valid_from)),
                                Mark(around.language.number(len(one.rates))), version_state(around, one, valid)))
        for one in versions
    )  # fmt: skip
    return Grid(title=around.language.text("Versions"), lines=lines, chosen=str(chosen.version) if chosen else "")


def _rates(moment: Moment, version: TariffVersion | None) -> Grid:
    around, text, wanted = moment.around, moment.around.language.text, moment.tariffs.text.strip().casefold()
    if version is None:
        return Grid(title=text("Rates"))
    found = [one for one in version.rates if _is_wanted(one, wanted)]
    ways = directions(around)
    lines = tuple(_rate(around, version, one, ways) for one in found[:MOST])
    empty = None if lines else Empty(text("No rate has such a prefix or destination."), icon="search")
    unit = words.words(around).currency(version.currency)
    bands = words.bands_told(around, version)
    foot = text("{bands} · prices in {currency}/min without VAT", bands=bands, currency=unit)
    return Grid(title=f"{version.title} v{version.version}", count=around.language.number(len(found)), lines=lines,
                empty=empty, foot=foot)  # fmt: skip


def _is_wanted(rate: Rate, wanted: str) -> bool:
    digits = wanted.lstrip("+").replace(" ", "")
    if digits.isdecimal():
        return rate.prefix.startswith(digits) or (bool(rate.prefix) and digits.startswith(rate.prefix))
    return wanted in rate.destination.casefold() or wanted in group_of(rate).casefold()


def _rate(around: Around, version: TariffVersion, rate: Rate, ways: dict[str, str]) -> Line:
    said, none = words.words(around), Mark("—", "muted")
    fee = Mark(said.unit_price(rate.connection_fee)) if rate.connection_fee else none
    least = Mark(said.unit_price(rate.minimum_charge)) if rate.minimum_charge else none
    steps = f"{rate.first_ms / 1000:g} + {rate.next_ms / 1000:g}"
    return Line(f"{rate.direction} {rate.prefix} {rate.is_whole}", (
        Mark(rate.prefix or around.language.text("every number")), Mark(rate.destination),
        Mark(group_of(rate), "muted"), Mark(ways[rate.direction], "muted"),
        Mark(told_prices(around, version, rate)), Mark(steps), fee, least,
    ))  # fmt: skip


def changes_told(around: Around, answer: dict[str, object]) -> str:
    """One sentence on what an import would change."""
    changed = answer["changed"]
    assert isinstance(changed, int)
    if not changed:
        return around.language.text("It says the same as the version before: nothing would change.")
    return around.language.plural("{number} change against the version before. Nothing is taken until you agree.",
                                  "{number} changes against the version before. Nothing is taken until you agree.",
                                  changed)  # fmt: skip


def changes(around: Around, answer: dict[str, object]) -> Grid:
    """What an import would change, or every line that is wrong (then nothing of it is taken)."""
    text, faults, told = around.language.text, answer["faults"], answer["changes"]
    assert isinstance(faults, list)
    assert isinstance(told, list)
    if faults:
        wrong = answer["wrong"]
        assert isinstance(wrong, list)
        lines = tuple(
            Line(str(nth), (Mark(place(around, fault), "muted"),
                            Mark(fault_told(around, fault, plain), "bad", "triangle")))
            for nth, (fault, plain) in enumerate(zip(wrong, faults, strict=True))
        )  # fmt: skip
        return Grid(title=text("Faults"), lines=lines, count=str(len(lines)))
    kinds = {"added": text("new|rate"), "removed": text("gone|rate"), "changed": text("changed|rate")}
    lines = tuple(
        Line(str(nth), (Mark(f"{one['prefix']} {one['destination']}".strip()), Mark(kinds[one["kind"]]),
                          Mark(_column(around, one)), Mark(str(one.get("now") or "—"))))
        for nth, one in enumerate(told)
    )  # fmt: skip
    return Grid(title=text("Changes"), lines=lines, count=str(len(lines)))


def _column(around: Around, one: dict[str, str]) -> str:
    """As "price peak: 0.6", with the word that stands in the heading of a list."""
    name, _, band = one.get("column", "").partition(" ")
    known = COLUMNS.get(name, ())  # type: ignore[call-overload]  # newer ones stay as they are
    said = known[1] if around.language.code != "en" and len(known) > 1 else name
    return f"{' '.join(part for part in (said, band) if part)}: {one.get('was') or '—'}" if name else "—"

