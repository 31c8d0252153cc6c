"""A shift at the panel, step by step: each thing that is done is waited for on the screen before the next one.

1010 sits at the panel. Calls come to the queue support, where nobody else has a phone that is on. What the story itself
asserts is what the operator sees at once; what it must agree with afterwards is asked by ``test_panel``.
"""

import contextlib
from pathlib import Path
from typing import Any

from shared.clock import now
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

from .lab import Lab
from .panel_sights import cards, is_wide, left, note_of, own_lines, running_time, typed
from .phones.dialog import Dialog
from .workplace import Sight, Workplace

OPERATOR, COLLEAGUE = 1010, 1009
PASSWORD = "slunce nad lesem"
CLIENT = "420603000008"
TITLE = "Operator panel"
NOTE = "Invoice 4711 is wrong, to be corrected (by Friday)."
LATER_NOTE = "Written before the crash."
PROMPT = 3.0  # seconds until a state must be shown


class Shift:
    """``work`` is the whole story. What the tests need later is kept: callers by name of the call, the list's lines."""

    def __init__(self, place: Workplace, line: Proxy, queue_log: Path) -> None:
        self.place, self._line, self._queue_log = place, line, queue_log
        self.callers: dict[str, str] = {}
        self.lines: list[dict[str, Any]] = []
        self.exit_code: int | None = None

    async def work(self, lab: Lab) -> None:
        """From the sign-in to the sign-out."""
        self._lab = lab
        self._phone, self._colleague = await lab.agents(OPERATOR, COLLEAGUE)
        try:
            await self._sign_in()
            await self._pause()
            await self._serve()
            await self._miss()
            await self._dial()
            await self._crash()
            await self._cut()
            await self._pass_on()
            await self._read_list()
            await self._sign_out()
        except BaseException:
            await self._give_up()
            raise

    async def _give_up(self) -> None:
        with contextlib.suppress(Exception):
            await self.place.shot("failed")
        with contextlib.suppress(Exception):
            await self.place.kill()
        with contextlib.suppress(Exception):
            await self._lab.recorder.drop()
            await self._lab.control.drop()

    # --- the shift

    async def _sign_in(self) -> None:
        place = self.place
        await place.start()
        await self._enter()
        await self._state("Ready")
        await self._logged("ADDMEMBER", 2)
        await place.sees(lambda sight: sight.says("signed in to 2 of 2"), "both queues")
        await self._at_desk()

    async def _enter(self) -> None:
        place = self.place
        await place.reads("Phone extension", 30)
        await place.comes_to(TITLE)
        await place.goes_to("User name", "QLineEdit")
        await place.press("ctrl+a")
        await place.types("petr")
        await place.goes_to("Password", "QLineEdit")
        await place.types(PASSWORD)
        await place.goes_to("Phone extension", "NotedLine")
        await place.press("ctrl+a")
        await place.types(str(OPERATOR))
        await place.shot("sign-in")
        await place.press("Return")
        await place.sees(lambda sight: sight.of("PanelWindow"), "the panel")

    async def _at_desk(self) -> None:
        await self.place.comes_to(TITLE)
        await self.place.sizes(TITLE, 1200, 1000)
        await self.place.sees(is_wide, "the wide window")

    async def _pause(self) -> None:
        place = self.place
        await place.click("Pause")
        await place.click("Lunch", "MenuItem")
        await self._state("Paused, Lunch")
        await self._logged("PAUSE", 2)
        await place.shot("paused")
        await place.press("ctrl+p")
        await self._state("Ready")
        await self._logged("UNPAUSE", 2)

    async def _sign_out(self) -> None:
        place = self.place
        await place.click("Sign out", "ActionButton")
        await self._state("Signed out")
        await self._logged("REMOVEMEMBER", 2)
        await place.shot("signed-out")
        await place.press("ctrl+q")
        self.exit_code = await place.ended()

    # --- calls

    async def _serve(self) -> None:
        """Popup while something is typed, talk, hold, note, disposition, a colleague is asked and gets the call."""
        place = self.place
        await place.press("ctrl+k")
        await place.types("60")
        customer = self._calls("served")
        leg = await self._phone.rings()
        await self._popup()
        await place.types("30")
        await place.sees(lambda sight: typed(sight) == "6030", "what was typed while it popped up", PROMPT)
        await place.has_on_screen("Rings at you")
        assert TITLE in await place.keyboard_at()
        await place.shot("popup")
        await place.press("Escape", "Escape")
        leg.answer()
        await self._state("On a call")
        await place.sees(lambda sight: not sight.of("CallerPopup"), "no popup any more", PROMPT)
        await self._hold(leg)
        await place.goes_to("Note", "PlainEditor")
        await place.types(NOTE)
        await place.chooses("Complaint")
        await place.shot("call")
        await self._ask_colleague(leg)
        await self._save(NOTE)
        customer.hang_up()

    async def _hold(self, leg: Dialog) -> None:
        leg.hold()
        await self._state("On hold")
        await leg.lives_for(1.2)  # what is measured
        leg.unhold()
        await self._state("On a call")
        await self.place.reads(" in all", PROMPT)

    async def _ask_colleague(self, leg: Dialog) -> None:
        place = self.place
        await place.click("Transfer")
        await place.types(str(COLLEAGUE))
        await place.shot("transfer")
        await place.click("Ask first")
        await self._colleague.answers(after=0.3)
        await place.reads("The customer waits while you ask 1009.")
        await place.shot("consultation")
        await place.click("Pass the call on")
        assert await leg.wait_ended(5)

    async def _save(self, note: str) -> None:
        """The wrap-up counts down; what was written is there; saved by keyboard."""
        place = self.place
        before = await place.sees(left, "the countdown")
        await place.sees(lambda sight: 0 < (left(sight) or 99) < before, "that it counts down")
        await place.sees(lambda sight: sight.named("Note", "PlainEditor"), "the note")
        assert note_of(await place.look()) == note
        await place.shot("wrap-up")
        await place.sees(lambda sight: sight.pressable("Save and be ready"), "that it may be saved")
        await place.press("ctrl+Return")
        await self._state("Ready")

    async def _miss(self) -> None:
        """Rung out; then two who give up at once."""
        customer = self._calls("rung out")
        leg = await self._phone.rings()
        await self._popup()
        assert await leg.wait_ended(10)
        customer.hang_up()
        await self._lines("Missed call", 1)
        for name in ("gave up", "gave up too"):
            customer = self._calls(name)
            await self._phone.rings()
            await self._popup()
            customer.hang_up()
            await self.place.sees(lambda sight: not sight.of("CallerPopup"), "no popup any more")
        await self._state("Ready")

    async def _dial(self) -> None:
        place = self.place
        await place.press("ctrl+k")
        await place.types("603 000 008")
        await place.press("Return")
        leg = await self._phone.rings()
        await self._state("Ringing, +420 603 000 008")
        await place.shot("dialling")
        leg.answer()
        await self._state("On a call")
        await leg.lives_for(1.0)  # what is measured
        await place.click("Hang up")
        assert await leg.wait_ended(5)
        await self._state("Ready")

    async def _crash(self) -> None:
        """In the middle of a talk; when the panel is there again, it knows all of it."""
        place = self.place
        self.customer = self._calls("crashed")
        self.leg = await self._phone.answers(after=0.3)
        await self._state("On a call")
        self.answered_at = now().timestamp()
        await place.goes_to("Note", "PlainEditor")
        await place.types(LATER_NOTE)
        await place.sees(lambda sight: sight.named("saved"), "that it is saved")
        await place.kill()
        await place.start()
        await self._enter()
        await self._state("On a call")
        await self._at_desk()
        assert note_of(await place.look()) == LATER_NOTE
        shown = running_time(await place.look())
        assert abs(now().timestamp() - self.answered_at - shown) < 2.5
        await place.shot("after-crash")

    async def _cut(self) -> None:
        """Between daemon and PBX: said at once, the call stays; and back by itself."""
        place = self.place
        self._line.cut()
        await place.reads("PBX not responding")
        await place.shot("pbx-away")
        assert self.leg.state == "answered"
        self._line.mend()
        await place.reads("Connected")
        await self._state("On a call")

    async def _pass_on(self) -> None:
        """Without asking; then the outcome by its key."""
        place = self.place
        await place.click("Transfer")
        await place.types(str(COLLEAGUE))
        await place.click("Transfer now")
        assert await self.leg.wait_ended(5)
        await self._colleague.answers(after=0.3)
        await self._state("Wrap-up")
        await place.press("alt+1")
        await self._save(LATER_NOTE)
        self.customer.hang_up()

    async def _read_list(self) -> None:
        await self._lines("Missed call", 3)
        await self._lines("Outgoing call", 1)
        await self._lines("Incoming call", 2)
        await self.place.shot("own-calls")
        self.lines = own_lines(await self.place.look())

    # --- pieces

    def _calls(self, name: str) -> Dialog:
        self.callers[name] = self._lab.number()
        return self._lab.customer("support", self.callers[name])

    async def _popup(self) -> None:
        await self.place.sees(lambda sight: sight.of("CallerPopup"), "the popup", PROMPT)

    async def _state(self, word: str) -> None:
        """Until the state's card, or the call's, says so."""
        await self.place.sees(lambda sight: any(one.name.startswith(word) for one in cards(sight)), f"state {word!r}")

    async def _logged(self, verb: str, count: int) -> None:
        """Until app_queue has written it so often."""

        def times() -> int:
            return self._queue_log.read_text().count(f"|{verb}|")

        await wait_until(lambda: times() == count, what=f"{verb} in queue_log")

    async def _lines(self, kind: str, count: int) -> None:
        def found(sight: Sight) -> bool:
            return sum(line["kind"]["text"] == kind for line in own_lines(sight)) == count

        await self.place.sees(found, f"{count} × {kind} in the list", 30)
