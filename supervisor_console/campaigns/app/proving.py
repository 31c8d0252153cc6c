"""The report on the rules of the law: read and reckoned beside, shown, saved."""

from __future__ import annotations

from datetime import timedelta

from shared.errors import SuiteError
from supervisor_console.campaigns.app.exporting import Exporting
from supervisor_console.campaigns.presenter import proof as presenting
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.views.proof import ProofWindow
from supervisor_console.open_forms import Forms
from supervisor_console.page import Console
from supervisor_console.reports.campaigns_proof import proof

DAYS = 30


class Proving:
    """``forms``: where the window is held."""

    def __init__(self, console: Console, forms: Forms, exporting: Exporting) -> None:
        self._console, self._forms, self._exporting = console, forms, exporting

    async def show(self, moment: Moment) -> None:
        """Of the last thirty days."""
        campaign = moment.campaign
        if campaign is None:
            return
        since, around = moment.around.now - timedelta(days=DAYS), moment.around
        found = await self._console.database.ask(
            lambda connection: proof(connection, campaign, since, moment.holidays))
        title = around.language.text("{campaign}: rules of the law in 30 days", campaign=campaign.title)
        days, broken = presenting.days(around, campaign, found), presenting.violations(around, found)
        window = ProofWindow(self._console.ground, self._forms.parent, title, days, broken)
        window.decided.connect(lambda: self._console.spawn(self._save(window, campaign.campaign), "campaigns: proof"))
        self._forms.close()
        self._forms.hold(window)

    async def _save(self, window: ProofWindow, campaign: str) -> None:
        text = self._console.ground.language.text
        content = presenting.as_csv(window.tables())
        file = await self._exporting.ask_file(window, "csv", text("Save the report"), f"{campaign}-rules.csv")
        if self._forms.dialog is not window:
            return
        window.set_busy(is_busy=False)
        if file is None:
            return
        try:
            await self._exporting.save(file, content)
        except SuiteError as problem:
            window.fail(self._forms.said(problem))
            return
        self._console.say(text("{file} is written.", file=file.name))
