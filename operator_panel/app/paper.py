"""What is written down of calls: drafts as they stand in the panel, and their way into the outbox.

A note and a form's fields are kept after a second without a keystroke, everything else at once. What was written by a
panel that ended in the middle is there again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from operator_panel.outbox import Entry, Outbox, Posting
from operator_panel.presenter import Draft, Unsent
from operator_panel.presenter.leads import NO_CALL

RESULT = "dialer.dispose"
REST_SECONDS = 1.0
SENT_SECONDS = 2.0
_WRITTEN = ("call.note", "call.disposition", "call.fields", "callback.plan", RESULT)


class Paper:
    """``drafts`` by call. ``changed`` is called when something was written."""

    def __init__(
        self, box: Outbox, posting: Posting, now: Callable[[], datetime], changed: Callable[[], None],
        whom: Callable[[str], str],
    ) -> None:  # fmt: skip
        """``whom``: who a call was with, for people."""
        self._box, self._posting, self._now, self._changed, self._whom = box, posting, now, changed, whom
        self._drafts: dict[str, Draft] = {}
        self._sent = asyncio.Event()
        self._has_planned = False
        self._results: dict[str, str] = {}
        self._waiting: dict[tuple[str, str], tuple[asyncio.TimerHandle, Callable[[], None]]] = {}
        for entry in box.said:
            self._recall(entry)

    # --- what there is

    @property
    def drafts(self) -> dict[str, Draft]:
        """As they stand; what is not at the server yet says so."""
        pending = {str(call) for entry in self._box.entries for call in self._about(entry) if call}
        unsent = pending | {call for call, _ in self._waiting}
        return {
            call: msgspec.structs.replace(draft, is_unsent=True) if call in unsent else draft
            for call, draft in self._drafts.items()
        }

    def of(self, call: str) -> Draft:
        """One of them."""
        return self._drafts.get(call, Draft())

    def unsent(self) -> tuple[Unsent, ...]:
        """Of whom something waits to be sent, each call once."""
        found: dict[str, Unsent] = {}
        for entry in self._box.entries:
            if entry.command in _WRITTEN:
                found.setdefault(str(entry.params.get("call") or entry.key), Unsent(entry.whom, entry.at))
        return tuple(found.values())

    def posted(self) -> bool:
        """The outbox has kept or sent something. True: what was planned or done is at the server by now."""
        self._sent.set()
        self._changed()
        is_waiting = any(entry.command.startswith(("callback.", RESULT)) for entry in self._box.entries)
        is_news, self._has_planned = self._has_planned and not is_waiting, self._has_planned and is_waiting
        return is_news

    async def wait_for(self, call: str | None) -> None:
        """Until the server has all of this call (None: of all); it is not waited for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SENT_SECONDS):
                while any(call in (None, *self._about(entry)) for entry in self._box.entries):
                    self._sent.clear()
                    await self._sent.wait()

    def _about(self, entry: Entry) -> tuple[str | None, str | None]:
        """The call that an entry is about: as it says, or whose contact's result it is."""
        return entry.params.get("call"), self._results.get(entry.key)

    def know(self, call: str, note: str, disposition: str) -> None:
        """The server has this of an earlier call; what was written here since goes before."""
        self._drafts.setdefault(call, Draft(note=note, disposition=disposition))

    # --- what is written

    def note(self, call: str, text: str) -> None:
        """The note is this now."""
        self._draft(call, note=text)
        self._later(call, "", lambda: self._put(call, "call.note", {"text": self.of(call).note}))

    def disposition(self, call: str, code: str, *, is_lead: bool = False) -> None:
        """This is the call's result; a campaign's is said at the end, with all that belongs to it."""
        self._draft(call, disposition=code, is_refusal_confirmed=False)
        if not is_lead:
            self._put(call, "call.disposition", {"code": code})

    def confirm_refusal(self, call: str, *, is_confirmed: bool) -> None:
        """The customer is really not to be called again, or that was a mistake."""
        self._draft(call, is_refusal_confirmed=is_confirmed)

    def field(self, call: str, form: str, name: str, value: str) -> None:
        """A field of a form has this value."""
        fields = self.of(call).fields
        self._draft(call, fields={**fields, form: {**fields.get(form, {}), name: value}})
        self._later(call, form, lambda: self._put_fields(call, form, self.of(call).fields.get(form, {})))

    def found(self, call: str, link: str, values: dict[str, str]) -> None:
        """What the customer system said is stored with the call."""
        self._put_fields(call, link, values)

    def appoint(self, call: str, due: datetime | None, number: str, *, is_own: bool) -> None:
        """An appointment with a campaign's contact, to be said with the result; None: there is none."""
        self._draft(call, planned_at=due, planned_number=number, is_planned_own=is_own)

    def dispose(self, call: str, contact: int, form: str) -> None:
        """What came of a campaign's contact, as the draft has it: said once, under a key of its own."""
        draft = self.of(call)
        params: dict[str, Any] = {"contact": contact, "disposition": draft.disposition, "text": draft.note.strip(),
                                  "fields": dict(draft.fields.get(form, {}))}  # fmt: skip
        if draft.planned_at is not None:
            params |= {"next_at": draft.planned_at.isoformat(), "is_own": draft.is_planned_own}
            params |= {"number": draft.planned_number} if draft.planned_number else {}
        self._draft(call, is_disposed=True)
        self._has_planned = True  # an appointment, or one that is over
        entry = self._posting.put(RESULT, params, self._whom(call))
        self._results[entry.key] = call
        self._changed()

    def plan(self, call: str, number: str, due: datetime, *, queue: str | None, is_own: bool) -> None:
        """Somebody shall call back."""
        self._draft(call, planned_at=due)
        params: dict[str, Any] = {"number": number, "due": due.isoformat(), "is_own": is_own}
        if call:
            params["call"] = call
        if queue:
            params["queue"] = queue
        self._has_planned = True
        self._posting.put("callback.plan", params, self._whom(call))
        self._changed()

    def end_plan(self, key: str, *, is_done: bool) -> None:
        """A planned call is done, or will not be made."""
        self._has_planned = True
        self._posting.put("callback.end", {"callback": key, "is_done": is_done})

    def show_script(self, call: str, name: str) -> None:
        """Another script is looked at."""
        self._draft(call, script=name)

    def tried(self, call: str) -> None:
        """Somebody wanted to save, and something is missing."""
        self._draft(call, has_tried=True)

    def flush(self) -> None:
        """Whatever waits for the keyboard to rest is put into the outbox now."""
        for key in tuple(self._waiting):
            self._rested(key)

    # --- inside

    def _draft(self, call: str, **changes: Any) -> None:
        self._drafts[call] = msgspec.structs.replace(self.of(call), **changes)
        self._changed()

    def _later(self, call: str, form: str, deed: Callable[[], None]) -> None:
        """When the keyboard rests; a contact without a call has no place at the server but its result."""
        if call.startswith(NO_CALL):
            return
        key = (call, form)
        if key in self._waiting:
            self._waiting[key][0].cancel()
        timer = asyncio.get_running_loop().call_later(REST_SECONDS, self._rested, key)
        self._waiting[key] = (timer, deed)

    def _rested(self, key: tuple[str, str]) -> None:
        timer, deed = self._waiting.pop(key)
        timer.cancel()
        deed()

    def _put_fields(self, call: str, form: str, values: Any) -> None:
        self._put(call, "call.fields", {"form": form, "values": dict(values)})

    def _put(self, call: str, command: str, params: dict[str, Any]) -> None:
        params = {"call": call, **params, "at": self._now().isoformat()}
        self._posting.put(command, params, self._whom(call))
        self._changed()

    def _recall(self, entry: Entry) -> None:
        call, params = entry.params.get("call"), entry.params
        if not isinstance(call, str):
            return
        draft = self.of(call)
        match entry.command:
            case "call.note":
                draft = msgspec.structs.replace(draft, note=str(params.get("text", "")))
            case "call.disposition":
                draft = msgspec.structs.replace(draft, disposition=str(params.get("code", "")))
            case "call.fields":
                fields = {**draft.fields, str(params.get("form", "")): dict(params.get("values") or {})}
                draft = msgspec.structs.replace(draft, fields=fields)
            case _:
                return
        self._drafts[call] = draft
