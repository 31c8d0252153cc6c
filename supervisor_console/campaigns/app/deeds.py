"""What is wished that the daemon does: asked before where it cannot be taken back, done by a command, read again."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

import msgspec
from PySide6.QtWidgets import QWidget

from shared.campaigns.campaign import Campaign, Mode
from shared.errors import SuiteError
from supervisor_console.campaigns.app.contact_deeds import ContactDeeds
from supervisor_console.campaigns.app.exporting import Exporting
from supervisor_console.campaigns.app.number_deeds import NumberDeeds
from supervisor_console.campaigns.app.proving import Proving
from supervisor_console.campaigns.app.taking import Taking
from supervisor_console.campaigns.presenter import campaign_form, faults, questions
from supervisor_console.campaigns.presenter.campaign_read import Reading, Wrong
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.presenter.refusals import refused
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.campaigns.views.campaign_form import CampaignForm
from supervisor_console.open_forms import Forms, Mistake
from supervisor_console.page import Away, Console
from supervisor_console.views.asking import confirmed


class Deeds:
    """``done``: read all again. ``forms``: those that are open."""

    def __init__(
        self, console: Console, moment: Callable[[], Moment], done: Callable[[], None], parent: QWidget
    ) -> None:
        self._console, self._moment, self._done, self._parent = console, moment, done, parent
        self.forms = Forms(console, parent, done, "campaigns: form", refused)
        self.contacts = ContactDeeds(console, self.forms)
        self.numbers = NumberDeeds(console, self.forms)
        self.exporting = Exporting(console, parent)
        self.proving = Proving(console, self.forms, self.exporting)
        self.taking = Taking(console, self.forms, done)
        self.is_busy = False

    def close(self) -> None:
        """The console ends."""
        self.forms.close()

    def do(self, wish: Wish) -> None:
        """What is wished of the chosen campaign."""
        moment = self._moment()
        match wish.kind:
            case "start":
                self.spawn(self._start(moment))
            case "stop":
                self.spawn(self._command("dialer.stop", campaign=moment.chosen[1]))
            case "finish":
                self.spawn(self._finish(moment))
            case "take_back" if moment.contact is not None:
                self.spawn(self._command("dialer.contact.change", contact=moment.contacts.chosen, is_excluded=False))
            case "mode" if moment.campaign is not None:
                changed = msgspec.structs.replace(moment.campaign, mode=cast("Mode", wish.value))
                self.spawn(self._command("dialer.campaign.put", campaign=msgspec.to_builtins(changed)))
            case "edit" if moment.campaign is not None:
                self._open(moment, moment.campaign, is_new=False)
            case "proof":
                self.spawn(self.proving.show(moment))
            case "export":
                self.spawn(self.exporting.results(moment))
            case "import":
                self.spawn(self.taking.begin(moment))
            case "new":
                self._open(moment, self._blank(moment), is_new=True)
            case _:
                if not self.contacts.do(wish, moment):
                    self.numbers.do(wish, moment)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside, with whatever goes wrong said in one line."""
        self.is_busy = True
        self._console.spawn(self._told(work), "campaigns: deed")

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Away, SuiteError) as problem:
            self._console.say(self.forms.said(problem), is_bad=True)
        finally:
            self.is_busy = False
            self._done()

    async def _command(self, name: str, /, **params: Any) -> None:
        await self._console.command(name, **params)

    async def _start(self, moment: Moment) -> None:
        wanting = faults.wanting(moment.around, moment.campaign) if moment.campaign is not None else ""
        if wanting:
            raise Mistake(moment.around.language.text("It cannot be started: {why}", why=wanting))
        await self._command("dialer.start", campaign=moment.chosen[1])

    async def _finish(self, moment: Moment) -> None:
        title, told, action = questions.finishing(moment)
        if await confirmed(self._console.ground, self._parent, title, told, action):
            await self._console.command("dialer.finish", campaign=moment.chosen[1])

    # --- the form of a campaign

    def _blank(self, moment: Moment) -> Campaign:
        queue = next(iter(moment.around.queues), "")
        pbx = next(iter(self._pbxs(moment)), "")
        centre = self._console.centre
        return Campaign(campaign="", title="", pbx=pbx, queue=queue, country=centre.country, timezone=centre.timezone)

    def _pbxs(self, moment: Moment) -> list[str]:
        board = self._console.feed.board
        found = {row.pbx for row in board.queues} | {row.pbx for row in board.campaigns} | set(moment.around.away)
        found |= {one.campaign.pbx for one in moment.known or ()}
        return sorted(found)

    def _open(self, moment: Moment, campaign: Campaign, *, is_new: bool) -> None:
        pbxs = dict.fromkeys([*self._pbxs(moment), *([campaign.pbx] if campaign.pbx else [])])
        asked = campaign_form.questions(moment.around, campaign, is_new=is_new, pbxs=pbxs)
        form = CampaignForm(self._console.ground, self._parent, asked)

        async def deed(said: dict[str, str], _key: str) -> str:
            try:
                made = Reading(moment.around, said, form.names()).campaign(campaign)
            except Wrong as wrong:
                raise Mistake(str(wrong)) from wrong
            taken = {one.campaign.campaign for one in moment.known or ()}
            if is_new and made.campaign in taken:  # the command would change that one
                raise Mistake(moment.around.language.text("There is a campaign with this key already."))
            await self._console.command("dialer.campaign.put", campaign=msgspec.to_builtins(made))
            wanting = faults.wanting(moment.around, made)
            saved = moment.around.language.text("{campaign} is saved.", campaign=made.title)
            return f"{saved} {wanting}" if wanting else saved

        self.forms.open(form, deed)
