"""A report as it comes of an awkward week: a gap, a hostile name, nothing to divide by, the doubled hour."""

from datetime import UTC, datetime, timedelta

import msgspec

from shared.domain.agents import Gap
from shared.domain.description import CentreDescription, QueueDescription
from shared.domain.measures import Counts, Histogram, Limits, VisitCounts
from shared.language import Language
from shared.reports.chart import Chart, Mark, Series
from shared.reports.selection import Selection
from shared.reports.table import Notes, Report, key_column, summed
from shared.reports.written import Written

SINCE = datetime(2026, 10, 24, 22, tzinfo=UTC)
SELECTION = Selection(since=SINCE, until=SINCE + timedelta(hours=25), zone="Europe/Prague", interval="hour",
                      queues=("support", "=cmd|' /C calc'!A0"))  # fmt: skip
CENTRE = CentreDescription(queues=(QueueDescription(queue="support", title="Zákaznická péče"),))
NOTES = Notes(gaps=(Gap(pbx="main", started_at=SINCE + timedelta(hours=2), ended_at=SINCE + timedelta(hours=2.2)),),
              open_visits=2, imported=3, limits=((SINCE, Limits()),))  # fmt: skip
CHARTS = (
    Chart(kind="stacked", title="Hovory podle hodin", labels=tuple("789"), totals=(15, 28, 36), series=(
        Series(name="do 20 s", values=(10, 20, 25), paint="good"),
        Series(name="později", values=(3, 5, 6), paint="talking"),
        Series(name="odešlo jinam", values=(0, 1, 1), paint="held", filling="dots"),
        Series(name="opuštěno", values=(2, 1, 3), paint="bad", filling="slant"),
        Series(name="krátké ≤ 5 s", values=(0, 1, 1), paint="offline", filling="upright"))),
    Chart(kind="spread", title="Rozložení čekání", labels=tuple(str(5 * one) for one in range(8)),
          series=(Series(name="přijaté", values=(30, 22, 14, 8, 3, 2, 1, 1), paint="good"),),
          marks=(Mark(text="P90 · 20 s", at=4.0),)),
    Chart(kind="heat", title="Zatížení", labels=tuple("789"), gaps=frozenset({(1, 2)}), series=(
        Series(name="po 9.", values=(15, 28, 36)), Series(name="út 10.", values=(12, None, 30)))),
    Chart(kind="lines", title="Úroveň služby", labels=tuple("789"), unit="percent",
          series=(Series(name="SL4", values=(90.0, None, 75.5), paint="accent"),),
          marks=(Mark(text="cíl 80 %", at=80, across="y", kind="limit"),)),
    Chart(kind="bars", title="Průměrné čekání", labels=("Péče", "Prodej"), unit="duration",
          series=(Series(name="čekání", values=(15.0, 75.0)),)),
)  # fmt: skip


def counts(answered: int, abandoned: int, wait_ms: int) -> Counts:
    return Counts.of(VisitCounts(
        offered=answered + abandoned, answered=answered, abandoned=abandoned, answered_wait_ms=wait_ms * answered,
        answered_waits=Histogram.of({15: answered}), abandoned_waits=Histogram.of({30: abandoned}),
    ))  # fmt: skip


def report(rows: int = 3) -> Report:
    queues = ("support", "=cmd|' /C calc'!A0", "Prázdná")
    keys = (key_column("interval", "instant"), key_column("queue"))
    told = [
        ((SINCE + number // 3 * timedelta(hours=1), queues[number % 3]),
         counts(1200, 300, 15_500) if number % 3 == 0 else counts(7, 1, 4_000_000) if number % 3 == 1 else Counts())
        for number in range(rows)
    ]  # fmt: skip
    found = summed("queues", SELECTION, keys, ("offered", "sl4", "asa", "wait_p90"), told, NOTES)
    return msgspec.structs.replace(found, charts=CHARTS, title="Fronty po hodinách")


def written(code: str = "cs", rows: int = 3) -> Written:
    return Written(report(rows), Language.of(code), CENTRE)
