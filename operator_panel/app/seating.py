"""The way to a phone: what the sign-in asks for it, and taking the seat once the server has let somebody in."""

from __future__ import annotations

import logging
from typing import Any

from operator_panel.app.memory import Memory
from shared.domain.commands import Refused
from shared.domain.desk import DeskDescription
from shared.errors import SuiteError
from shared.feed_client.client import FeedClient
from shared.feed_client.refusals import WRONG_SEAT, seat_trouble
from shared.language import Language
from shared.qt import keys
from shared.qt.sign_in import Entry
from shared.qt.sign_in_question import Question, Refusal
from shared.qt.signing_in import Door

log = logging.getLogger(__name__)


def title(language: Language) -> str:
    """The program's name."""
    return language.text("Operator panel")


class Seating:
    """One sign-in. ``agent`` is the phone that was taken; ``is_asked``: by somebody who just signed in."""

    def __init__(self, memory: Memory, refusal: Refusal | None = None) -> None:
        """``refusal``: why the last shift ended, to be said in the dialog."""
        self._memory, self._refusal = memory, refusal
        self.agent: str | None = None
        self.is_asked = False

    def door(self, *, is_always_asked: bool = False) -> Door:
        """How people come in."""
        return Door(title, self._question(), self.admit, is_always_asked=is_always_asked, first=self._refusal)

    def _question(self) -> Question:
        of = self._memory.of

        def hint(language: Language) -> str:
            if not of.reason:
                return ""
            return language.text("After signing in you will be paused: “{reason}”.", reason=of.reason)

        def remember(language: Language) -> str:
            if keys.has_keyring():
                return language.text("Remember name, password and extension")
            return language.text("Remember name and extension")

        return Question(
            label=lambda language: language.text("Phone extension"), answers=of.extensions,
            newest=lambda language: "– " + language.text("last used on this computer"),
            placeholder=lambda language: language.text("my own"),
            heading=lambda language: language.text("Operator's sign-in"), hint=hint, remember=remember,
        )  # fmt: skip

    async def admit(self, client: FeedClient, entry: Entry | None) -> Refusal | None:
        """Take the seat. Without an entry only who sits already is let in: a shift begins by somebody's own hand."""
        welcome = client.welcome
        assert welcome is not None
        if "agent.own" not in welcome.rights:
            return Refusal(
                lambda language: language.text("This account may not use this program."), is_about_question=False
            )
        if entry is None:
            return await self._again(client)
        try:
            taken = await take(client, entry.answer or None)
        except SuiteError as problem:
            return _refusal(problem)
        self.agent, self.is_asked = str(taken.get("agent") or entry.answer), True
        self._remember(client, entry, self.agent)
        return None

    async def _again(self, client: FeedClient) -> Refusal | None:
        agent = seated(client)
        if agent is None:
            return Refusal()
        try:
            await take(client, agent)
        except SuiteError as problem:
            return _refusal(problem)
        self.agent = agent
        return None

    def _remember(self, client: FeedClient, entry: Entry, agent: str) -> None:
        if not entry.is_remembered:
            self._memory.forget_phone()
            return
        welcome = client.welcome
        desk = (welcome.desk if welcome else None) or DeskDescription()
        reason = welcome.centre.reason_of(desk.sign_in_reason) if welcome and desk.sign_in_reason else None
        self._memory.sat_at(agent, (reason.title or reason.reason) if reason else "")


def seated(client: FeedClient) -> str | None:
    """The phone at which this account sits already, by what the board says; None: at none."""
    welcome = client.welcome
    if welcome is None or welcome.agent is None:
        return None
    is_mine = any(row.agent == welcome.agent and row.account == welcome.user for row in client.board.agents)
    return welcome.agent if is_mine else None


async def take(client: FeedClient, extension: str | None) -> dict[str, Any]:
    """Sit there, and be the account's panel. Where the settings say so, a panel elsewhere is taken over.

    Raises Refused, Unavailable.
    """
    asked = {"extension": extension} if extension else {}
    try:
        return await client.command("seat.take", asked)
    except Refused as refused:
        desk = client.welcome.desk if client.welcome else None
        if refused.code != "panel_elsewhere" or desk is None or desk.second_panel != "take_over":
            raise
        return await client.command("seat.take", {**asked, "is_takeover": True})


def _refusal(problem: SuiteError) -> Refusal:
    is_about_phone = isinstance(problem, Refused) and problem.code in WRONG_SEAT
    log.info("the seat was not taken: %s", problem)
    return Refusal(lambda language: seat_trouble(problem, language), is_about_question=is_about_phone)
