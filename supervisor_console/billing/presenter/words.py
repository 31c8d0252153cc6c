"""Words that several tabs say: amounts, months, lengths, kinds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from shared.billing.money import rounded
from shared.billing.tariff import DayKind, TariffVersion, Window
from shared.domain.search.spans import beginning
from shared.invoicing.words import Words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.reports.billing import Months
from supervisor_console.views.pieces import Choice, Deed, Option

NARROW = "\u202f"
MONTHS_BACK = 15
WORKDAYS: tuple[DayKind, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK: tuple[DayKind, ...] = (*WORKDAYS, "saturday", "sunday")


def words(around: Around) -> Words:
    """How amounts are written, as on paper."""
    return Words("en" if around.language.code == "en" else "cs")


def money(around: Around, amount: Decimal, currency: str = "CZK") -> str:
    """As "14 483,70 Kč"."""
    return words(around).money(amount, currency)


def amount(around: Around, value: Decimal) -> str:
    """Without a currency, to the cent."""
    return words(around).amount(value)


def spent(around: Around, exact: int) -> str:
    """Exact units, rounded to the cent to be read."""
    return amount(around, rounded(exact))


def per_minute(around: Around, price: Decimal, currency: str) -> str:
    """As "1,20 Kč/min"."""
    said = words(around)
    unit = said.currency(currency)
    return around.language.text("{price} {currency}/min", price=said.unit_price(price), currency=unit)


def length(milliseconds: int) -> str:
    """As "4:38", over an hour "1:04:38"; parts of a second are cut."""
    seconds = milliseconds // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def seconds(around: Around, milliseconds: int) -> str:
    """As "278 s", "0,5 s"."""
    return f"{words(around).quantity(Decimal(milliseconds) / 1000)}\u00a0s"


def month_of(day: date, zone: ZoneInfo) -> Months:
    """The calendar month of a day."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Months(first, after - timedelta(days=1), beginning(first, zone), beginning(after, zone))


def months(around: Around, period: Months, first_day: date | None) -> Choice:
    """The months that may be chosen, the latest first."""
    language = around.language
    shown: list[Option] = []
    day = around.today.replace(day=1)
    least = (first_day or day).replace(day=1)
    while len(shown) < MONTHS_BACK and (day >= least or len(shown) < 3 or day >= period.first):
        shown.append(Option(day.isoformat(), language.month(day)))
        day = (day - timedelta(days=1)).replace(day=1)
    return Choice(language.text("Period"), language.month(period.first), period.first.isoformat(), tuple(shown))


def instant(around: Around, at: datetime) -> str:
    """As "19. 10. 2026 17:57:40"."""
    return f"{around.language.calendar_day(at.astimezone(around.zone).date())} {around.language.clock(at, around.zone)}"


def deed(around: Around, text: str, icon: str = "", refusal: str = "") -> Deed:
    """A button of what the daemon does: while it is away it says so."""
    if not refusal and around.daemon_away_since is not None:
        refusal = around.language.text("The server does not respond; nothing can be written now.")
    return Deed(text, icon, refusal)


def bands_told(around: Around, version: TariffVersion) -> str:
    """As "po–pá 8–18 Špička, jinak Mimo špičku"."""
    if not version.bands:
        return around.language.text("one price all day")
    said = [f"{', '.join(_window(around, one) for one in band.windows)} {band.title or band.band}"
            for band in version.bands]  # fmt: skip
    otherwise = around.language.text("otherwise {band}", band=version.band_titles[version.otherwise])
    return ", ".join([*said, otherwise])


def _window(around: Around, window: Window) -> str:
    hours = "" if (window.begins, window.ends) == (0, 1440) else f" {_hour(window.begins)}–{_hour(window.ends)}"
    return f"{_days(around, window.days)}{hours}"


def _days(around: Around, days: tuple[DayKind, ...]) -> str:
    places = sorted(WEEK.index(one) for one in days if one != "holiday")
    said = []
    while places:
        begin = end = places.pop(0)
        while places and places[0] == end + 1:
            end = places.pop(0)
        first, last = around.language.weekday(begin), around.language.weekday(end)
        said.append(first if begin == end else f"{first}–{last}")
    if "holiday" in days:
        said.append(around.language.text("holidays"))
    return ", ".join(said)


def _hour(minutes: int) -> str:
    return f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes // 60}:{minutes % 60:02}"
