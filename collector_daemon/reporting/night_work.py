"""What the daemon does for reports by itself, put together: sending those that are due, and the nightly proof."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from zoneinfo import ZoneInfo

from collector_daemon.post import Post
from collector_daemon.reporting.delivery import Delivery
from collector_daemon.reporting.proof import pbxs_of
from collector_daemon.reporting.prover import NightlyProof
from collector_daemon.reporting.reporter import Reporter
from collector_daemon.reporting.sending import Sending
from collector_daemon.settings import mail_password
from collector_daemon.settings.standing import Standing
from collector_daemon.store.lending import Lender
from collector_daemon.store.proof_keeping import ProofBook
from collector_daemon.store.report_schedules import ReportSchedules
from shared.clock import Clock


class NightWork:
    """``works`` are its tasks by name; ``close`` after they ended."""

    def __init__(self, standing: Standing, url: str, clock: Clock) -> None:
        self._standing = standing
        self._lender = Lender(url, most=1)
        maker = Reporter(url, lambda: standing.now.description, self._zone, clock)
        self.sending = Sending(ReportSchedules(self._lender), maker, self._delivery, self._zone, clock)
        self.proof = NightlyProof(
            url, lambda: pbxs_of(standing.now), self._zone, standing.file.reports.proof_time,
            ProofBook(self._lender), clock,
        )  # fmt: skip

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Each until it is cancelled."""
        return {"reports": self.sending.run, "proof": self.proof.run}

    async def close(self) -> None:
        """Disconnect."""
        await self._lender.close()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._standing.now.centre.timezone)

    def _delivery(self) -> Delivery:
        """As the settings say. Raises BadSecret for a password of the mail server that is nowhere."""
        settings = self._standing.now
        post = Post(settings.mail, mail_password(settings.mail)) if settings.mail.host else None
        return Delivery(settings.reports.folder, post, settings.reports.mail_to)
