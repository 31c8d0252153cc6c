"""Which file is written or read: the system's own dialog, opened and awaited, so nothing stands still."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

FILTERS: dict[str, str] = {
    "csv": "CSV (*.csv)", "xlsx": "Excel (*.xlsx)", "pdf": "PDF (*.pdf)", "jsonl": "JSON Lines (*.jsonl)",
    "zip": "ZIP (*.zip)",
}  # fmt: skip


async def asked_file(parent: QWidget, kind: str, title: str, proposed: str) -> Path | None:
    """Where to write a file of this kind (see ``FILTERS``)? None: nowhere."""
    dialog = QFileDialog(parent, title, str(Path.home() / proposed), FILTERS[kind])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind)
    return await _chosen(dialog)


async def asked_open(parent: QWidget, title: str, pattern: str) -> Path | None:
    """Which file is to be read? ``pattern`` as Qt has it; None: none."""
    dialog = QFileDialog(parent, title, str(Path.home()), pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def _chosen(dialog: QFileDialog) -> Path | None:
    told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda result: None if told.done() else told.set_result(bool(result)))
    dialog.open()
    try:
        return Path(dialog.selectedFiles()[0]) if await told and dialog.selectedFiles() else None
    finally:
        dialog.hide()
        dialog.deleteLater()
