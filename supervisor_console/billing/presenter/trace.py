"""The price of a call as it came about, from a trace: number, prefix, price list, bands, increments, parts, sum."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from shared.billing.money import rounded
from shared.billing.rated import Part, Stretch, Trace
from shared.billing.tariff import TariffVersion
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.screen.accounts import BandPart, Run, Step, TraceShown
from supervisor_console.views.pieces import Choice, Token

COLOURS: tuple[Token, ...] = ("accent", "held", "warn", "good")


class Traced:
    """One trace in words. ``version``: the one it was rated by, None: it is not known here (bands have keys then)."""

    def __init__(self, around: Around, trace: Trace, version: TariffVersion | None, currency: str) -> None:
        self.around, self.trace, self.version, self.currency = around, trace, version, currency
        self.text = around.language.text
        self._titles = version.band_titles if version is not None else {}
        self._colours = {band: COLOURS[place % len(COLOURS)] for place, band in enumerate(self._bands())}

    def shown(self, title: str, answered_at: datetime | None = None, calls: Choice | None = None) -> TraceShown:
        """All of it. ``answered_at``: when the call was."""
        trace, note = self.trace, words.length(self.trace.time_ms)
        if answered_at is not None:
            note = f"{words.instant(self.around, answered_at)} · {note}"
        return TraceShown(
            title=title, note=note, steps=(*self._decisions(), *self._amounts()),
            sum_label=self.text("Price without VAT"), sum=words.amount(self.around, rounded(trace.exact)), calls=calls,
        )  # fmt: skip

    def _bands(self) -> tuple[str, ...]:
        named = (*(one.band for one in self.trace.stretches), *(one.band for one in self.trace.parts))
        known = self.version.band_titles if self.version is not None else ()
        return tuple(dict.fromkeys((*known, *named)))

    def _title(self, band: str) -> str:
        return self._titles.get(band, band)

    def _decisions(self) -> tuple[Step, ...]:
        text, trace, around = self.text, self.trace, self.around
        number = around.language.phone(trace.number, around.country) if trace.number.startswith("+") else trace.number
        said = self._bands_said()
        day = around.language.calendar_day(trace.valid_from)
        return (
            Step(number="1", label=text("Number"), runs=(Run(number or text("Unknown number")),)),
            Step(number="2", label=text("Prefix"), runs=self._prefix()),
            Step(number="3", label=text("Price list"), runs=(
                Run(f"{trace.title} v{trace.version}"), Run(text("valid from {day}", day=day), "muted"))),
            Step(number="4", label=text("Time bands"), runs=(Run(said),), bands=self._bar()),
            Step(number="5", label=text("Increments"), runs=self._increments()),
        )  # fmt: skip

    def _bands_said(self) -> str:
        """The hours of all bands; of a version that is not known here the band of the call, if it had any time."""
        if self.version is not None:
            return words.bands_told(self.around, self.version)
        return ", ".join(self._title(band) for band in self._bands()) or "—"

    def _prefix(self) -> tuple[Run, ...]:
        trace, why = self.trace, self.text("{destination}, the longest match", destination=self.trace.destination)
        if not trace.shorter:
            why = trace.destination
        struck = tuple(Run(one or "—", "muted", 400, is_struck=True) for one in trace.shorter)
        return (*struck, Run(trace.prefix or self.text("every number"), weight=600), Run(why, "muted"))

    def _increments(self) -> tuple[Run, ...]:
        trace, around = self.trace, self.around
        steps = f"{_plain(trace.first_ms)} + {_plain(trace.next_ms)}"
        billed = self.text("{length} billed", length=words.seconds(around, trace.billed_ms))
        runs = [Run(steps), Run(f"· {billed}", "muted")]
        if trace.grace_ms:
            free = self.text("free up to {length}", length=words.seconds(around, trace.grace_ms))
            runs.append(Run(f"· {free}", "muted"))
        if trace.split == "start" and self.version is not None and self.version.bands:
            runs.append(Run("· " + self.text("all by the band at the start"), "muted"))
        return tuple(runs)

    def _bar(self) -> tuple[BandPart, ...]:
        stretches, around = self.trace.stretches, self.around
        total = sum(_ms(one) for one in stretches)
        if not total:
            return ()
        return tuple(
            BandPart(
                title=f"{self._title(one.band)} {words.length(_ms(one))}", share=_ms(one) / total,
                token=self._colours[one.band],
                begins=around.language.clock(one.begins_at, around.zone),
                ends=around.language.clock(one.ends_at, around.zone),
            )
            for one in stretches
        )  # fmt: skip

    def _amounts(self) -> tuple[Step, ...]:
        trace, text, number = self.trace, self.text, 6
        steps = [
            Step(number="" if place else "6", label=self._title(part.band), runs=self._priced(part),
                 amount=words.spent(self.around, part.amount))
            for place, part in enumerate(trace.parts)
        ]  # fmt: skip
        for label, exact, why in (
            (text("Connection"), trace.fee, text("once a call")),
            (text("Minimum"), trace.raised, text("the call costs {amount} at least", amount=words.spent(
                self.around, trace.minimum))),
        ):  # fmt: skip
            if exact:
                number += 1
                steps.append(Step(number=str(number), label=label, runs=(Run(why, "muted"),),
                                  amount=words.spent(self.around, exact)))  # fmt: skip
        return tuple(steps)

    def _priced(self, part: Part) -> tuple[Run, ...]:
        price = words.per_minute(self.around, Decimal(part.price) / 10**6, self.currency)
        runs = [Run(f"{words.seconds(self.around, part.billed_ms - part.free_ms)} × {price}")]
        if part.free_ms:
            free = words.seconds(self.around, part.free_ms)
            runs.append(Run(self.text("{length} free: {package}", length=free, package=self.trace.package), "muted"))
        return tuple(runs)


def _ms(stretch: Stretch) -> int:
    return (stretch.ends_at - stretch.begins_at) // timedelta(milliseconds=1)


def _plain(milliseconds: int) -> str:
    return f"{milliseconds // 1000}" if milliseconds % 1000 == 0 else f"{Decimal(milliseconds) / 1000}"
