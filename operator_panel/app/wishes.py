"""What becomes of a wish: a command to the server, something written down, another look at things, or the program's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from operator_panel.app.knowing import Knowing, Sources, hidden, kept, let_go
from operator_panel.app.shift import Shift
from operator_panel.presenter import dial_target, present
from operator_panel.presenter.who import other_end
from operator_panel.screen import Wish
from shared.domain.campaigns import CampaignWork
from shared.domain.commands import Refused

Spawn = Callable[[Coroutine[Any, Any, Any], str], Any]


class Wishes:
    """``do`` a wish. ``changed`` when what is shown is another; ``program`` does what concerns the program itself."""

    def __init__(
        self, knowing: Knowing, sources: Sources, shift: Shift, *, spawn: Spawn,
        changed: Callable[[], None], follow_link: Callable[[str, str], None], saved: Callable[[str], None],
        program: Callable[[Wish], None],
    ) -> None:  # fmt: skip
        self._knowing, self._sources, self._shift = knowing, sources, shift
        self._spawn, self._changed = spawn, changed
        self._saved, self._program = saved, program
        self._doing: dict[str, Callable[[Wish], None]] = {
            **dict.fromkeys(("hangup", "park", "retrieve", "pickup", "hold", "record", "complete", "back", "transfer"),
                            self._call),
            **dict.fromkeys(("pause", "ready", "login", "logout", "more_time", "save_pause"), self._in_shift),
            **dict.fromkeys(("start", "skip", "campaign", "next_contact"), self._of_campaign),
            "dial": self._dial, "save_ready": self._save_ready,
            **dict.fromkeys(("note", "disposition", "confirm_refusal", "field"), self._write),
            "show_script": lambda wish: sources.paper.show_script(wish.call, wish.choice),
            "plan_callback": self._plan, "callback_done": self._end_plan, "callback_drop": self._end_plan,
            "open_link": lambda wish: follow_link(wish.choice, wish.call),
            "look_up": lambda wish: follow_link(wish.choice, wish.call),
            "hide_popup": lambda wish: knowing.touch_popup(wish.call, hidden),
            "keep_popup": lambda wish: knowing.touch_popup(wish.call, kept if wish.is_on else let_go),
            "open_call": self._open,
            "show_call": lambda wish: knowing.choose(shown_call=wish.call, opened_call=""),
            "tab": lambda wish: knowing.choose(tab=wish.choice), "filter": self._filter, "search": self._search,
            "dial_text": lambda wish: knowing.choose(dial_text=wish.text),
            "number": lambda wish: knowing.choose(number=wish.choice),
            "close_notice": self._close_notice,
        }  # fmt: skip

    def _close_notice(self, wish: Wish) -> None:
        """A message is closed by its key, what a wish came to without."""
        if wish.choice:
            self._sources.messages.close(wish.choice)
        else:
            self._sources.deeds.close_notice()

    def do(self, wish: Wish) -> None:
        """Do it; what takes time is done beside."""
        deed = self._doing.get(wish.kind)
        if deed is None:
            self._program(wish)
            return
        deed(wish)
        self._changed()

    def dial_text(self, text: str) -> None:
        """Dial what somebody wrote, as if it had been pasted into the field."""
        self.do(Wish("dial", text=text))

    # --- calls

    def _ask(self, wish: Wish, command: str, **params: Any) -> None:
        self._spawn(self._sources.deeds.ask(wish, command, params), command)

    def _call(self, wish: Wish) -> None:
        match wish.kind:
            case "hold" | "record":
                self._ask(wish, f"call.{wish.kind}", call=wish.call, is_on=wish.is_on)
            case "complete" | "back":
                self._ask(wish, "call.complete", call=wish.call, is_completed=wish.kind == "complete")
            case "transfer":
                kind, number = wish.choice or "blind", self._number(wish.text)
                if number:
                    self._ask(wish, "call.transfer", call=wish.call, to=number, kind=kind)
                else:
                    self._sources.deeds.refuse(wish, Refused("no_number", "There is no number to transfer to."))
            case _:
                self._ask(wish, f"call.{wish.kind}", call=wish.call)

    def _dial(self, wish: Wish) -> None:
        number = self._number(wish.text)
        if not number:
            self._sources.deeds.refuse(wish, Refused("no_number", "There is no number to dial."))
            return
        callback = {"callback": wish.choice} if wish.choice else {}
        self._spawn(self._dialled(wish, {"number": number, **callback}), "call.dial")

    async def _dialled(self, wish: Wish, params: dict[str, Any]) -> None:
        if await self._sources.deeds.ask(wish, "call.dial", params) is not None:
            self._knowing.choose(dial_text="")
            self._sources.asking.want_plans()
            self._changed()

    def _of_campaign(self, wish: Wish) -> None:
        """In a campaign: which, the contact that lies here, the next one."""
        match wish.kind:
            case "campaign":
                self._ask(wish, "dialer.work", campaign=wish.choice or None)
            case "next_contact":
                self._ask(wish, "dialer.next")
            case "start":
                self._ask(wish, "dialer.dial", contact=int(wish.text), number=wish.choice)
            case _:
                self._ask(wish, "dialer.skip", contact=int(wish.text), reason=wish.choice or "skipped")

    def _number(self, text: str) -> str:
        """What is dialled for a text that has one number; never what is left of some other text."""
        found = dial_target(text, self._knowing.centre, self._knowing.desk)
        return found.digits if found else ""

    def _write(self, wish: Wish) -> None:
        """About a call, which stays in sight until it is saved."""
        match wish.kind:
            case "note":
                self._sources.paper.note(wish.call, wish.text)
            case "disposition":
                is_lead = wish.call in self._leads()
                self._sources.paper.disposition(wish.call, wish.choice, is_lead=is_lead)
            case "confirm_refusal":
                self._sources.paper.confirm_refusal(wish.call, is_confirmed=wish.is_on)
            case _:
                self._sources.paper.field(wish.call, wish.form, wish.choice, wish.text)
        self._knowing.choose(written_call=wish.call)

    # --- the shift, and after a call

    def _in_shift(self, wish: Wish) -> None:
        if wish.kind == "save_pause" and not self._is_complete(wish.call):
            return
        if wish.kind == "save_pause":
            self._spawn(self._after_saving(wish), "save")
        else:
            self._spawn(self._shift.carry_out(wish), wish.kind)

    def _save_ready(self, wish: Wish) -> None:
        if not self._is_complete(wish.call):
            return
        if self._knowing.choices.opened_call:
            self._sources.paper.flush()
            self._saved(wish.call)
            self._knowing.choose(opened_call="")
        else:
            self._spawn(self._after_saving(wish), "save")

    def _leads(self) -> dict[str, CampaignWork]:
        return self._knowing.seen(self._sources).leads

    async def _after_saving(self, wish: Wish) -> None:
        """First the paper, so that the server knows what it asks for; a server without a database is not waited for."""
        self._sources.paper.flush()
        work = self._leads().get(wish.call)
        if work is not None and work.contact is not None:
            self._sources.paper.dispose(wish.call, work.contact.contact, work.campaign)
            self._knowing.said_result(work)
        self._saved(wish.call)
        await self._sources.paper.wait_for(wish.call)
        self._knowing.choose(written_call="")
        if work is None or self._knowing.is_live:  # a result is kept without a connection too
            await self._shift.carry_out(wish)

    def _is_complete(self, call: str) -> bool:
        """Is everything there that must be? What is missing is said from now on."""
        card = present(self._knowing.moment(self._sources)).wrapup
        if card is None or card.call != call or not card.missing:
            return True
        self._sources.paper.tried(call)
        return False

    # --- plans, lists

    def _open(self, wish: Wish) -> None:
        """An earlier call, with what was written about it before."""
        own = self._sources.asking
        told = [*(own.own_calls.rows if own.own_calls else ()), *(own.searched.rows if own.searched else ())]
        found = next((one for one in told if one.call == wish.call), None)
        if found is not None:
            self._sources.paper.know(found.call, found.note or "", found.disposition or "")
        self._knowing.choose(opened_call=wish.call)

    def _plan(self, wish: Wish) -> None:
        if not wish.text and wish.call in self._leads():
            self._sources.paper.appoint(wish.call, None, "", is_own=True)
            return
        row, seen = self._knowing.row_of(wish.call), self._knowing.seen(self._sources)
        number = other_end(seen, row)[0] if row is not None else self._told_number(wish.call)
        try:
            due = datetime.fromisoformat(wish.text)
        except ValueError:
            due = None
        is_lead = wish.call in self._leads()
        if not (number or is_lead) or due is None or due.tzinfo is None:
            self._sources.deeds.refuse(wish, Refused("no_number", "There is no number to call back."))
            return
        if is_lead or not number:
            self._sources.paper.appoint(wish.call, due, wish.choice, is_own=wish.is_on)
            return
        queue = row.queue if row is not None else None
        self._sources.paper.plan(wish.call, number, due, queue=queue, is_own=wish.is_on)

    def _told_number(self, call: str) -> str | None:
        own = self._sources.asking.own_calls
        return next((one.number for one in (own.rows if own else ()) if one.call == call), None)

    def _end_plan(self, wish: Wish) -> None:
        self._sources.paper.end_plan(wish.choice, is_done=wish.kind == "callback_done")

    def _filter(self, wish: Wish) -> None:
        is_colleagues = self._knowing.choices.tab == "colleagues"
        self._knowing.choose(**{"colleague_filter" if is_colleagues else "call_filter": wish.choice})

    def _search(self, wish: Wish) -> None:
        self._knowing.choose(search=wish.text)
        self._sources.asking.search(wish.text)
