"""A process whose files may not grow beyond a limit, as on a disk that fills while exports are written.

Arguments: the account's database, a folder. Prints, for each export, its name and what is said to the reader.
"""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine

from shared.domain.description import CentreDescription
from shared.domain.search.query import Period, Query
from shared.errors import Unavailable
from shared.language import Language
from shared.reports.written import Written
from supervisor_console.reports.export import ExportOrder, export
from supervisor_console.reports.search import SearchScope
from supervisor_console.reports.statistics import ReportOrder, write_report
from tests.unit.shared.reports.sample import report

LIMIT = 4_000
ROWS = 100
NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)


def calls(connection: Connection, file: Path) -> int:
    order = ExportOrder(
        file=file, kind=file.suffix[1:], query=Query(period=Period(preset="all")), line="",  # type: ignore[arg-type]
        scope=SearchScope(zone=ZoneInfo("Europe/Prague"), now=NOW, country="CZ"),
        language=Language.of("en"), centre=CentreDescription(name="Centre", timezone="Europe/Prague"),
    )  # fmt: skip
    return export(connection, order, lambda *_told: None, lambda: False)


def figures(connection: Connection, file: Path) -> int:
    order = ReportOrder(
        file=file, kind=file.suffix[1:], written=Written(report(ROWS), Language.of("en"))  # type: ignore[arg-type]
    )
    return write_report(connection, order, lambda: False)


def main(url: str, folder: Path) -> None:
    engine = create_engine(url)
    wanted = [(calls, one) for one in ("csv", "xlsx", "jsonl")] + [(figures, one) for one in ("csv", "xlsx", "pdf")]
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    for deed, kind in wanted:
        file = folder / f"{deed.__name__}.{kind}"
        try:
            with engine.begin() as connection:
                said = f"written: {deed(connection, file)}"
        except Unavailable as problem:
            said = str(problem)
        print(f"{file.name}\t{said}")


main(sys.argv[1], Path(sys.argv[2]))
