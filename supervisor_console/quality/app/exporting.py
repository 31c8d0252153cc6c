"""The scores of the period as CSV, written as calls are: guarded against formulas, beside its place, audited."""

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
    proposed = f"{text('scores|file name')}-{moment.now.astimezone(moment.zone):%Y-%m-%d}.csv"
    chosen, _ = QFileDialog.getSaveFileName(parent, text("Export scores"), proposed, "CSV (*.csv)")
    if chosen:
        await write_to(console, Path(chosen), moment)


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
