"""The tabs of settings at work: asks the daemon for sections, keeps drafts, has the daemon change them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from shared.domain.centre_settings import SectionName
from shared.domain.commands import Refused
from shared.errors import SuiteError
from shared.feed_client.refusals import trouble
from supervisor_console.administration.presenter.moment import Around, Refusal, SettingsMoment
from supervisor_console.administration.presenter.sections import dates, draft, past
from supervisor_console.administration.presenter.sections.catalogue import SECTIONS, TABS
from supervisor_console.administration.presenter.sections.draft import Draft
from supervisor_console.administration.presenter.sections.refusing import refused
from supervisor_console.administration.presenter.sections.told import Told, told
from supervisor_console.administration.screen.pieces import SettingsTab
from supervisor_console.administration.screen.settings import Side
from supervisor_console.knowing import Knowing
from supervisor_console.page import Console


class Sections:
    """What is known of the settings. ``changed`` is called when anything here is different."""

    def __init__(self, console: Console, changed: Callable[[], None], around: Callable[[], Around]) -> None:
        self._console, self._changed, self._around = console, changed, around
        self.told: dict[SectionName, Told] = {}
        self.drafts: dict[SectionName, Draft] = {}
        self.places: dict[SettingsTab, SectionName] = {tab: several[0].name for tab, (_, several) in TABS.items()}
        self.section: SectionName = "centre"
        self.chosen: dict[SectionName, int] = {}
        self.side: Side = "entry"
        self.value = ""
        self.refusals: dict[SectionName, Refusal] = {}
        self.overtaken: set[SectionName] = set()
        self.is_saving = False
        self._failure = ""
        self._reading: asyncio.Task[Any] | None = None

    def moment(self, queues: tuple[str, ...]) -> SettingsMoment:
        """All of it; ``queues``: those that the database knows."""
        return SettingsMoment(
            knowing=Knowing(failure=self._failure), section=self.section, told=dict(self.told),
            drafts=dict(self.drafts), chosen=self.chosen.get(self.section), side=self.side, value=self.value,
            queues=queues, refusal=self.refusals.get(self.section), is_overtaken=self.section in self.overtaken,
            is_saving=self.is_saving,
        )  # fmt: skip

    @property
    def draft(self) -> Draft | None:
        """Of the chosen section."""
        return self.drafts.get(self.section)

    # --- reading

    def open_tab(self, tab: SettingsTab) -> None:
        """Somebody looks at this tab."""
        self.open(self.places[tab])

    def open(self, section: SectionName) -> None:
        """Somebody looks at this section."""
        tab = next(tab for tab, (_, several) in TABS.items() if section in {one.name for one in several})
        self.places[tab] = self.section = section
        self.value = ""
        self.ask()

    def ask(self) -> None:
        """Ask for the section anew, unless the answer is on its way."""
        self.cancel()
        self._reading = self._console.spawn(self._read(self.section), f"administration: {self.section}")

    def cancel(self) -> None:
        """Nobody waits any more."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    async def _read(self, section: SectionName) -> None:
        try:
            self._take(await self._console.command("settings.read", section=section))
            self._failure = ""
        except Refused as refused:
            self._failure = "" if refused.code == "unreachable" else self._said(refused)
        except SuiteError as problem:
            self._failure = self._said(problem)
        self._changed()

    def _take(self, answer: dict[str, Any]) -> None:
        now = told(answer)
        self.told[now.section] = now
        one = self.drafts.get(now.section)
        if one is not None and one.seen != now.seen:
            self.overtaken.add(now.section)

    # --- editing

    def edit(self, value: Any = None) -> None:
        """Begin a draft, of what is in force or of another value."""
        now = self.told.get(self.section)
        if now is not None and self.section not in self.drafts:
            self.drafts[self.section] = draft.begun(now, value)
            self.side = "entry"

    def restore(self) -> None:
        """Begin a draft of the chosen value of the history."""
        one = past.item(self.told.get(self.section), self.value)
        if one is not None and one.value is not None:
            self.edit(one.value)

    def leave(self, section: SectionName | None = None) -> None:
        """Forget the draft."""
        one = section or self.section
        self.drafts.pop(one, None)
        self.refusals.pop(one, None)
        self.overtaken.discard(one)

    def compare(self) -> None:
        """The draft's wishes on what is in force now."""
        now = self.told.get(self.section)
        if self.draft is not None and now is not None:
            self.drafts[self.section] = draft.rebased(self.draft, now)
            self.overtaken.discard(self.section)
            self.refusals.pop(self.section, None)

    def change(self, how: Callable[[Draft], Draft]) -> None:
        """Another draft; what was refused is not said of it any more."""
        if self.draft is not None and not self.is_saving:
            self.drafts[self.section] = how(self.draft)
            self.refusals.pop(self.section, None)

    # --- saving

    async def save(self) -> None:
        """Have the daemon make the change; what it refuses is kept, and said where it belongs."""
        one, section, around = self.draft, SECTIONS[self.section], self._around()
        if one is None or self.is_saving:
            return
        since = dates.instant(one.since_text, around.zone) if one.since_kind == "date" else None
        self.is_saving = True
        self._changed()
        try:
            answer = await self._console.command(
                "settings.change", section=section.name, value=draft.value_of(one, section),
                since=None if since is None else since.isoformat(),
                seen=None if one.seen is None else one.seen.isoformat(),
            )  # fmt: skip
        except SuiteError as problem:
            await self._refuse(section.name, problem)
        else:
            self.leave(section.name)
            self._take(answer)
            self._tell_saved(since is not None and since > around.now, section.title)
        finally:
            self.is_saving = False
            self._changed()

    def _tell_saved(self, is_planned: bool, title: str) -> None:
        text = self._around().language.text
        name = text(title)
        said = text("{section}: planned.", section=name) if is_planned else text("{section}: saved.", section=name)
        self._console.say(said)

    async def _refuse(self, section: SectionName, problem: SuiteError) -> None:
        code, message = (problem.code, problem.message) if isinstance(problem, Refused) else ("", "")
        self.refusals[section] = Refusal(code, message, self._said(problem))
        wrong = refused(message, self.drafts[section], SECTIONS[section]) if section in self.drafts else None
        if wrong is not None and wrong.entry is not None:
            self.chosen[section] = wrong.entry
            self.side = "entry"
        if code == "changed_meanwhile":
            await self._read(section)  # what is there now tells that the draft was overtaken

    async def forget(self) -> None:
        """Have the daemon take back what is planned."""
        one = past.item(self.told.get(self.section), self.value)
        if one is None:
            return
        try:
            self._take(await self._console.command(
                "settings.forget", section=self.section, since=one.since.isoformat()))  # fmt: skip
            self._console.say(self._around().language.text("What was planned is taken back."))
        except SuiteError as problem:
            self._console.say(self._said(problem), is_bad=True)
        self._changed()

    def _said(self, problem: SuiteError) -> str:
        language = self._around().language
        if isinstance(problem, Refused):
            match problem.code:
                case "bad_value":
                    return problem.message
                case "file_only":
                    return language.text("This can be changed only in the server's file: {what}", what=problem.message)
                case "changed_meanwhile":
                    return language.text("Somebody has changed this meanwhile; what you wrote is kept.")
                case "in_the_past":
                    return language.text("This cannot be changed for the past.")
                case "nothing_planned":
                    return language.text("Nothing is planned for then any more.")
        return trouble(problem, language)


def replaced(one: Draft, **changed: Any) -> Draft:
    """The draft with something else said of its date."""
    return msgspec.structs.replace(one, **changed)
