"""The customer of the call that is shown is called back, from the supervisor's own phone."""

from __future__ import annotations

from shared.domain.calls import Call
from shared.errors import SuiteError
from shared.feed_client.refusals import supervision_trouble
from supervisor_console.page import Console

_DIALLED = frozenset("+0123456789*#")


def number_of(call: Call) -> str:
    """The customer's number as it can be dialled; "" where it is hidden, masked, or there is none."""
    number = (call.called if call.direction == "outbound" else call.caller) or ""
    return number if number.strip("+") and set(number) <= _DIALLED else ""


class Dialling:
    """Says why it cannot be, and does it; nobody is called twice by two quick presses."""

    def __init__(self, console: Console) -> None:
        self._console, self._is_under_way = console, False

    def why_not(self) -> str:
        """Why the customer cannot be called from here, "" where he can."""
        text = self._console.ground.language.text
        if not self._console.may("call.own"):
            return text("Your account may not do this.")
        feed = self._console.feed
        if feed.status.state != "live" or feed.welcome is None:
            return text("The phone system is away.")
        return "" if feed.welcome.agent else text("Your account has no extension of its own to call from.")

    def dial(self, pbx: str, number: str) -> None:
        """The own phone rings first."""
        if number and not self._is_under_way and not self.why_not():
            self._is_under_way = True
            self._console.spawn(self._dialled(pbx, number), "tracking: dial")

    async def _dialled(self, pbx: str, number: str) -> None:
        language, welcome = self._console.ground.language, self._console.feed.welcome
        agent = welcome.agent if welcome is not None else None
        try:
            await self._console.command("call.dial", pbx=pbx, agent=agent, number=number)
            self._console.say(language.text("The number is being dialled."))
        except SuiteError as problem:
            reason = supervision_trouble(problem, language)
            self._console.say(language.text("Calling back failed: {reason}", reason=reason), is_bad=True)
        finally:
            self._is_under_way = False
