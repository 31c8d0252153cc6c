"""A supervisor at the console after the shift at the panel, step by step: what goes on now, then what was.

1002 talks with a customer, another one waits in the same queue: the supervisor listens to the one and sends the other
to 1004. Then the call that the shift served first is looked for, opened and its recording heard. What must agree
with other witnesses is asked by ``test_console``.
"""

import contextlib
from typing import Any

from shared.clock import now
from tests.helpers.waiting import wait_until

from .lab import Lab
from .panel_sights import clock_seconds
from .panel_story import Shift
from .phones.dialog import Dialog
from .tones import from_ulaw, loudness
from .workplace import Sight, Workplace

ACCOUNT, PASSWORD, NAME = "ivana", "vrana nad polem", "Ivana Kralova"
TALKER, TARGET, OWN_PHONE = 1002, 1004, 1006
OWN_TONE = 850  # Hz; operators' phones make 400, customers' 600
TITLE, WINDOW = "Supervisor console", " – Supervisor console"
LISTENED = 12_000  # bytes: 1.5 s
PROMPT = 4.0  # seconds until something must be shown
CATALOGUE_TIME = 75.0  # seconds until a finished file has been read: 45 to settle, 15 between two looks
OPERATORS, WAITING, RESULTS, STEPS = "Operators", "Waiting calls", "Results", "Steps of the call"
Row = dict[str, Any]


class Supervision:
    """``work`` is the whole story; what the tests need later is kept."""

    def __init__(self, place: Workplace, shift: Shift) -> None:
        self.place, self._shift = place, shift
        self.callers: dict[str, str] = {}
        self.heard: dict[str, dict[int, float]] = {}
        self.found: dict[str, list[Row]] = {}
        self.steps: list[Row] = []
        self.recording: list[str] = []
        self.at: dict[str, float] = {}
        self.exit_code: int | None = None

    async def work(self, lab: Lab) -> None:
        """From the sign-in to the end of the program."""
        self._lab = lab
        self.at["begin"] = now().timestamp()
        try:
            await self._sign_in()
            await self._talk()
            await self._listen()
            await self._redirect()
            await self._search()
            await self._track()
            await self._play()
            await self._quit()
        except BaseException:
            with contextlib.suppress(Exception):
                await self.place.shot("failed")
            with contextlib.suppress(Exception):
                await self.place.kill()
            with contextlib.suppress(Exception):
                await lab.recorder.drop()
                await lab.control.drop()
            raise

    async def _sign_in(self) -> None:
        place = self.place
        await place.start()
        self._talker, self._target = await self._lab.agents(TALKER, TARGET)
        self._own = await self._lab.agent(OWN_PHONE, OWN_TONE)
        await place.reads("User name", 30)
        await place.comes_to(TITLE)
        await place.goes_to("User name", "QLineEdit")
        await place.types(ACCOUNT)
        await place.goes_to("Password", "QLineEdit")
        await place.types(PASSWORD)
        await place.shot("sign-in")
        await place.press("Return")
        await place.sees(lambda sight: sight.of("ConsoleWindow") and not sight.of("SignIn"), "the console", 30)
        await place.comes_to(WINDOW)
        await place.sizes(WINDOW, 1600, 1000)
        await place.sees(lambda sight: sight.rows(OPERATORS) or sight.says("No calls yet"), "the operators")

    # --- now

    async def _talk(self) -> None:
        """One talks, one waits, and both are seen to."""
        self._customer = self._calls("talked")
        self._leg = await self._talker.answers(after=0.2)
        await self._operator(TALKER, "On a call")
        self._waiter = self._calls("waited")
        await self.place.sees(
            lambda sight: sight.row(WAITING, lambda row: _digits(row) == self.callers["waited"]), "who waits", PROMPT
        )

    async def _listen(self) -> None:
        """By the key; the own phone is asked for the first time."""
        place = self.place
        await place.click_row(OPERATORS, lambda row: row["agent"] == str(TALKER), "the operator who talks")
        await place.press("o")
        await place.sees(lambda sight: sight.of("PhoneDialog"), "the question for the own phone")
        await place.comes_to("At which phone are you")
        await place.goes_to("Extension", "QLineEdit")
        await place.types(str(OWN_PHONE))
        self.at["listen"] = now().timestamp()
        await place.press("Return")
        own = await self._own.rings()
        own.answer()
        for name, leg in (("supervisor", own), ("customer", self._customer), ("operator", self._leg)):
            await self._hears(name, leg)
        await place.comes_to(WINDOW)
        await self._operator(TALKER, "On a call")
        await place.shot("live")
        own.hang_up()

    async def _hears(self, who: str, leg: Dialog) -> None:
        leg.rtp.heard = heard = bytearray()
        await wait_until(lambda: len(heard) >= LISTENED, 10, f"what the {who} hears")
        leg.rtp.heard = None
        self.heard[who] = loudness(from_ulaw(bytes(heard)))

    async def _redirect(self) -> None:
        """By mouse, to an operator whom the queue would not have rung."""
        place = self.place
        await place.click_row(WAITING, lambda row: _digits(row) == self.callers["waited"], "who waits")
        await place.click("Redirect…")
        await place.sees(lambda sight: sight.of("RedirectDialog"), "where to")
        await place.comes_to("Redirect")
        await place.goes_to("Operator, queue or number", "QLineEdit")
        await place.types(str(TARGET))
        await place.shot("redirect")
        self.at["redirect"] = now().timestamp()
        await place.press("Return")
        leg = await self._target.answers(after=0.3)
        await place.comes_to(WINDOW)
        await self._operator(TARGET, "On a call")
        await place.sees(lambda sight: not sight.rows(WAITING), "that nobody waits", PROMPT)
        self.at["nobody waits"] = now().timestamp()
        await leg.lives_for(1.0)  # what is measured
        self._waiter.hang_up()
        self._customer.hang_up()
        assert await leg.wait_ended(5)
        assert await self._leg.wait_ended(5)

    # --- what was

    async def _search(self) -> None:
        """By number in the top bar, then by one line of text."""
        place, served = self.place, self._shift.callers["served"]
        await place.press("ctrl+k")
        await place.types(served)
        await place.press("Return")
        self.found["number"] = await self._results(lambda rows: [_digits(row) for row in rows] == [served])
        line = 'queue:support outcome:answered transferred:yes note:"invoice 4711" talk>1'
        entry = await place.sees(lambda sight: sight.of("_Edit"), "the line of the query")
        await place.goes_to(entry[0].name, "_Edit")
        await place.press("ctrl+a")
        await place.types(line)
        await place.press("Return")
        await place.sees(lambda sight: sight.says(" 4711"), "the query in the form")
        self.found["line"] = await self._results(lambda rows: [_digits(row) for row in rows] == [served])
        await place.shot("calls")

    async def _results(self, is_so: Any) -> list[Row]:
        def rows(sight: Sight) -> list[Row] | None:
            found = sight.rows(RESULTS)
            return found if is_so(found) else None

        return await self.place.sees(rows, "the calls found", PROMPT)

    async def _track(self) -> None:
        place, served = self.place, self._shift.callers["served"]
        await place.click_row(RESULTS, lambda row: _digits(row) == served, "the call")
        await place.press("Return")
        self.steps = await place.sees(lambda sight: sight.rows(STEPS), "the steps")
        await self._catalogued()
        self.recording = [one.name for one in (await place.look()).of("PairLine")]
        await place.shot("tracking")

    async def _catalogued(self) -> None:
        """F5 until the file has been read."""
        place = self.place
        deadline = now().timestamp() + CATALOGUE_TIME
        while not (await place.look()).says("Fingerprint kept"):
            assert now().timestamp() < deadline, (await place.look()).words
            await place.press("F5")
            with contextlib.suppress(AssertionError):
                await place.reads("Fingerprint kept", 1.0)

    async def _play(self) -> None:
        """From the beginning, by mouse; then paused by the key."""
        place = self.place
        self.at["play"] = now().timestamp()
        await place.click("Play (Space)")
        await place.sees(lambda sight: played(sight) >= 1, "that it plays", PROMPT)
        self.at["first second"] = now().timestamp()
        await place.sees(lambda sight: played(sight) >= 4, "that it goes on", 2 * PROMPT)
        self.at["fourth second"] = now().timestamp()
        await place.shot("playback")
        await place.press("space")
        await place.sees(lambda sight: sight.named("Play (Space)"), "that it is paused", PROMPT)

    async def _quit(self) -> None:
        await self.place.press("ctrl+q")
        self.exit_code = await self.place.ended()
        self.at["end"] = now().timestamp()

    # --- pieces

    def _calls(self, name: str) -> Dialog:
        self.callers[name] = self._lab.number()
        return self._lab.customer("support", self.callers[name])

    async def _operator(self, extension: int, word: str) -> None:
        def shown(sight: Sight) -> Row | None:
            return sight.row(OPERATORS, lambda row: row["agent"] == str(extension) and row["cells"]["State"] == word)

        await self.place.sees(shown, f"{extension}: {word}", PROMPT)


def played(sight: Sight) -> float:
    """Seconds of the recording that were heard, as the player says."""
    at = next((one.name.partition(" / ")[0] for one in sight.of("SeekBar")), "")
    return clock_seconds(at) if at else 0.0


def _digits(row: Row) -> str:
    return "".join(sign for sign in row["cells"]["Caller"] if sign.isdigit())
