"""Reports that the daemon makes by itself: where they may go, and when figures are proved (``[reports]``)."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from shared.settings import Section

MailEnd = Annotated[str, Meta(pattern=r"^[^\s@,;<>]*@[^\s@,;<>]+$", max_length=254)]


class ReportsSettings(Section, frozen=True, kw_only=True):
    """Scheduled reports and the nightly proof."""

    folder: Annotated[
        Path | None,
        Meta(description="Folder under which scheduled reports are laid, each in a folder of its own; without it they\n"
             "only go by mail, see [mail].", examples=["/srv/reports"]),
    ] = None
    mail_to: Annotated[
        list[MailEnd],
        Meta(description="Where reports may be sent to: whole addresses, or ends of them like @example.com.\n"
             "None: anywhere.", examples=[["@example.com"]]),
    ] = []
    proof_at: Annotated[
        str,
        Meta(description="Time of day (centre.timezone) at which the figures of the day before are proved.",
             pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
    ] = "03:30"

    @property
    def proof_time(self) -> time:
        """``proof_at`` as a time of day."""
        return time.fromisoformat(self.proof_at)
