"""Which file is to be read: the system's own dialog, opened and awaited, so nothing stands still."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from supervisor_console.billing.views.importing import ChangesDialog

LISTS = "CSV, Excel (*.csv *.xlsx)"


async def asked_list(parent: QWidget, title: str) -> Path | None:
    """Which price list to read? None: none."""
    dialog = QFileDialog(parent, title, str(Path.home()), LISTS)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return Path(dialog.selectedFiles()[0]) if await told(dialog) and dialog.selectedFiles() else None


async def told(dialog: QFileDialog | ChangesDialog) -> bool:
    """Open it and wait: was it accepted?"""
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda result: None if answer.done() else answer.set_result(bool(result)))
    dialog.open()
    try:
        return await answer
    finally:
        dialog.hide()
        dialog.deleteLater()


