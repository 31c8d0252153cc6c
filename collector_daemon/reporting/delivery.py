"""Where a report goes when it is made: by mail, and into a folder under the one that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from collector_daemon.post import Enclosed, Post, SendFailed, lay

MIME = {"csv": "text/csv", "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


class NotDelivered(Exception):
    """In one line. ``is_final``: trying again would not help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Sheet(msgspec.Struct, frozen=True):
    """A report as a file: its name with the format's suffix, and its bytes."""

    name: str
    content: bytes


class Delivery:
    """``folder`` None: nothing is laid anywhere; ``post`` None: no mail. Both may take long: call it in a thread."""

    def __init__(self, folder: Path | None, post: Post | None, allowed: Sequence[str]) -> None:
        """``allowed``: ends of addresses that mail may go to ("@example.com", or a whole address); none: anywhere."""
        self._folder, self._post, self._allowed = folder, post, tuple(one.lower() for one in allowed)

    def lay(self, sheets: Sequence[Sheet], into: str) -> None:
        """Write the files whole or not at all; what was there under the name is replaced. Raises NotDelivered."""
        if self._folder is None:
            raise NotDelivered("the daemon's settings name no folder for reports", is_final=True)
        try:
            lay(map(_enclosed, sheets), self._folder / into)
        except SendFailed as problem:
            raise NotDelivered(str(problem), is_final=problem.is_final) from None

    def mail(self, sheets: Sequence[Sheet], to: Sequence[str], subject: str, at: datetime, name: str) -> Sequence[str]:
        """All files in one mail; whom of several the server does not take it for. Raises NotDelivered.

        ``name``: the same where it is the same mail, so that one that was sent twice is one to who gets it.
        """
        if self._post is None:
            raise NotDelivered("the daemon's settings name no server for mail", is_final=True)
        foreign = [address for address in to if not self._is_allowed(address)]
        if foreign:
            raise NotDelivered(f"reports may not be sent to {foreign[0]}", is_final=True)
        try:
            text = "".join(f"{sheet.name}\n" for sheet in sheets)
            return self._post.enclose(map(_enclosed, sheets), to, subject, text, at, name)
        except SendFailed as problem:
            raise NotDelivered(str(problem), is_final=problem.is_final) from None

    def _is_allowed(self, address: str) -> bool:
        low = address.lower()
        return not self._allowed or any(low == one or (one.startswith("@") and low.endswith(one))
                                        for one in self._allowed)  # fmt: skip


def _enclosed(sheet: Sheet) -> Enclosed:
    return Enclosed(sheet.name, MIME[sheet.name.rpartition(".")[2]], sheet.content)
