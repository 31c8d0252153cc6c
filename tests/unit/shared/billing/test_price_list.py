"""Lists come in as they are written or not at all, each fault with its line; they go out as they came in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.billing.faults import Fault
from shared.billing.price_list import Change, changes, csv_of_table, table_of, table_of_csv, taken
from shared.billing.tariff import Package, Rate, TariffVersion
from tests.unit.shared.billing.made import INCREMENTS, PRICES, mobile, version

DAY = date(2027, 1, 1)
GOOD = """\ufeffPředvolba;Cíl;Pásmo;Cena;Přírůstky;Spojení
+420 6;Mobile CZ;Peak;1,25;60/1;
420 6;Mobile CZ;Off-peak;0,95;60/1;

420;Fixed CZ;;0.65;60+60;0,5
"""


def new_of(text: str) -> TariffVersion:
    """The version that the list makes."""
    found = taken(version(), table_of_csv(text), 4, DAY)
    assert isinstance(found, TariffVersion), [str(one) for one in found]
    return found


def faults_of(text: str) -> list[str]:
    """What is told of a list that is not taken."""
    found = taken(version(), table_of_csv(text), 4, DAY)
    assert isinstance(found, list)
    return [str(one) for one in found]


def test_a_list_as_a_czech_table_calculator_writes_it() -> None:
    new = new_of(GOOD)
    assert (new.version, new.valid_from, new.bands) == (4, DAY, version().bands)
    assert new.rates == (
        mobile(prices={"peak": Decimal("1.25"), "off": Decimal("0.95")}),
        mobile(
            prefix="420", destination="Fixed CZ", next_ms=60_000, connection_fee=Decimal("0.5"),
            prices={"peak": Decimal("0.65"), "off": Decimal("0.65")},
        ),
    )  # fmt: skip


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_whatever_parts_the_cells(sign: str) -> None:
    text = sign.join(["prefix", "destination", "price"]) + "\n" + sign.join(["49", "Germany", "3.2"])
    assert new_of(text).rates[0].prices == {"peak": Decimal("3.2"), "off": Decimal("3.2")}


HEAD = "prefix;destination;band;price;increments;fee;direction\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["line 1: prefix is missing", "line 1: destination is missing", "line 1: price is missing"]),
        (
            "prefix;destination;price;colour;prefix",
            ["line 1: there is no column colour", "line 1: prefix is there twice"],
        ),
        (HEAD, ["it has no rates"]),
        (HEAD + "420;CZ;;abc", ["line 2: price: abc is no number"]),
        (HEAD + "420;CZ;;1.200,50", ["line 2: price: 1.200,50 is no number"]),
        (HEAD + "420;CZ;;", ["line 2: price is missing"]),
        (HEAD + "420;CZ;;-1", ["line 2: 420: -1 is less than nothing"]),
        (HEAD + "420;CZ;peak;99999\n420;CZ;off;1", ["line 2: 420: 99999 is more than can be meant"]),
        (HEAD + "420;CZ;peak;0.1234567\n420;CZ;off;1", ["line 2: 420: 0.1234567 has more than six decimals"]),
        (HEAD + "420;CZ;peak;1", ["line 2: prefix 420 has no price for band off"]),
        (HEAD + "420;CZ;evening;1", ["line 2: 420: there is no band evening"]),
        (HEAD + "42x;CZ;;1", ["line 2: prefix 42x: only digits, at most 15"]),
        (HEAD + "420;;;1", ["line 2: prefix 420 has no destination"]),
        (HEAD + "420;CZ;;1;0/60", ["line 2: 420: 0 ms is no increment: 1 ms to a day"]),
        (HEAD + "420;CZ;;1;60", ["line 2: increments: 60 is no number"]),
        (HEAD + "420;CZ;;1;60/0.0001", ["line 2: increments: 0.0001 is no number"]),
        (HEAD + "420;CZ;;1;;;sideways", ["line 2: sideways is no direction: outbound, inbound or internal"]),
        (HEAD + "420;CZ;;1\n49;DE;;2\n420;CZ;off;1", ["line 4: prefix 420 (off) is there twice"]),
        (
            HEAD + "420;CZ;off;1;60/1\n420;Czechia;peak;1;60/60",
            [
                "line 3: prefix 420: destination differs from a line above",
                "line 3: prefix 420: increments differs from a line above",
            ],
        ),
        (HEAD + "1;A;;1\n2;B;;b\n3;C;;1\n4;D;;d", ["line 3: price: b is no number", "line 5: price: d is no number"]),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_and_nothing_is_taken(text: str, told: list[str]) -> None:
    assert faults_of(text) == told


def test_a_list_without_a_group_that_a_package_names_is_told() -> None:
    base = version(packages=(Package(package="p", title="Hundred", free_ms=1, groups=("Fixed CZ",)),))
    found = taken(base, table_of_csv(HEAD + "420;CZ;;1"), 4, DAY)
    assert found == [Fault(kind="unknown_group", where="Hundred", what="Fixed CZ")]


def test_what_changes_is_told() -> None:
    old = version()
    assert changes(old, old) == []
    dearer = replace(old.rates[1], prices=old.rates[1].prices | {"peak": Decimal("1.25")}, next_ms=6000)
    new = replace(old, rates=(dearer, mobile(prefix="49", destination="Germany")))
    changed = Change(kind="changed", direction="outbound", prefix="4206", destination="Mobile CZ")
    assert changes(old, new) == [
        Change(kind="removed", direction="outbound", prefix="420", destination="Fixed CZ"),
        replace(changed, column="increments", was="60/1", now="60/6"),
        replace(changed, column="price peak", was="1.2", now="1.25"),
        Change(kind="added", direction="outbound", prefix="49", destination="Germany"),
    ]


def test_what_is_no_csv_is_told() -> None:
    with pytest.raises(ValueError, match="this is no CSV: "):
        table_of_csv("prefix;destination;price\n" + "x" * 140_000)


RATES = st.builds(
    lambda prefix, peak, off, first, following, grace, direction, whole, group: Rate(
        prefix=prefix, destination=f'To; "{prefix}"', direction=direction, group=group, is_whole=whole,
        prices={"peak": peak, "off": off}, connection_fee=peak, minimum_charge=off, first_ms=first, next_ms=following,
        grace_ms=grace,
    ),
    st.text("0123456789", min_size=1, max_size=9), PRICES, PRICES, INCREMENTS, INCREMENTS, st.sampled_from([0, 2500]),
    st.sampled_from(["outbound", "inbound", "internal"]), st.booleans(), st.sampled_from(["", "All, of them"]),
)  # fmt: skip


@given(st.lists(RATES, min_size=1, max_size=5, unique_by=lambda one: (one.direction, one.prefix, one.is_whole)))
@settings(max_examples=50, deadline=None)
def test_what_goes_out_comes_in_again(rates: list[Rate]) -> None:
    old = version(*rates)
    table = table_of_csv(csv_of_table(table_of(old)))
    new = taken(old, table, old.version, old.valid_from)
    assert isinstance(new, TariffVersion)
    assert changes(old, new) == []
    assert new == old
