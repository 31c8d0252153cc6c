"""The scores of the period as a workbook or CSV, as calls are written: no formulas, beside its place, audited."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.quality.presenter import Moment
from supervisor_console.reports.export_scores import write_scores


async def export_scores(console: Console, parent: QWidget, moment: Moment) -> None:
    """Ask where to, and write; what came of it is one line at the foot."""
    text = console.ground.language.text
    proposed = f"{text('scores|file name')}-{moment.now.astimezone(moment.zone):%Y-%m-%d}.xlsx"
    filters = f"{text('Workbook')} (*.xlsx);;CSV (*.csv)"
    chosen, kind = QFileDialog.getSaveFileName(parent, text("Export scores"), proposed, filters)
    if not chosen:
        return
    file = named(Path(chosen), ".csv" if "csv" in kind else ".xlsx")
    if file != Path(chosen) and file.exists():  # the dialog asked about another name
        console.say(text("{file} is there already.", file=file), is_bad=True)
        return
    await write_to(console, file, moment)


def named(file: Path, suffix: str) -> Path:
    """With the suffix of the kind that was chosen, unless the name says CSV or a workbook itself."""
    if file.suffix.lower() == suffix or (file.suffix.lower() in (".csv", ".xlsx") and suffix != ".csv"):
        return file
    return file.with_suffix(suffix) if file.suffix.lower() == ".xlsx" else file.with_name(file.name + suffix)


async def write_to(console: Console, file: Path, moment: Moment) -> None:
    """Write them into this file."""
    language = console.ground.language
    try:
        count = await console.database.ask(
            lambda connection: write_scores(connection, file, moment.period_scores, moment.cards, language, moment.zone)
        )
    except (Away, SuiteError) as problem:
        console.say(one_line(problem), is_bad=True)
    else:
        console.say(language.plural("{number} score written to {file}", "{number} scores written to {file}", count,
                                    file=file))  # fmt: skip
