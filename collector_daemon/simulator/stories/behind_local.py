"""A member behind a Local channel (``Local/1007@agents/n``): the queue rings one half, the other dials the phone.

The queue sees only the first half (``;1``): it is called, rings, answers and completes. The person is two legs
further, in a bridge of their own with the second half (``;2``). With ``/n`` the halves stay for the whole talk.
A phone that forwards (302) brings in such a channel too, without ``/n``: it is optimised away after the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Pbx

CONTEXT = "agents"
OPTIMISED_AFTER = 0.056
"""Seconds of sound until Asterisk has taken a Local channel out of the way."""
RING_SECONDS = 30
"""How long the dialplan behind the Local channel would ring; the queue gives up before."""


@dataclass(slots=True, eq=False)
class Pair:
    """The halves ``one`` (the queue's) and ``two`` (the dialplan's), and the ``phone`` that the second dials."""

    pbx: Pbx
    one: Leg
    two: Leg
    extension: str
    is_optimised: bool = False
    phone: Leg | None = None

    def dial(self, course: Course, ring_seconds: int, options: str) -> Leg:
        """The second half dials the phone; the customer's display shows whom."""
        switch, two = self.pbx.switch, self.two
        data = f"PJSIP/{self.extension},{ring_seconds},{options}"
        switch.go_to(two, two.context, self.extension, 1, "Dial", data)
        switch.set_variable(two, "DIALSTATUS")
        phone = self.phone = self.pbx.new_phone_leg(self.extension, course.note.call_id)
        course.legs.append(phone)
        phone.exten = self.extension
        phone.connect_to(two)
        switch.run(phone, "AppDial", "(Outgoing Line)")
        switch.emit("NewConnectedLine", phone.headers())
        switch.begin_dial(two, phone, self.extension)
        switch.show_connected(two, phone)
        return phone

    def tell_ringing(self, caller: Leg, exten: str) -> None:
        """The phone rings, and so does the first half, whose dialplan place becomes ``exten``."""
        switch, one, phone = self.pbx.switch, self.one, self._rung()
        switch.enter_state(phone, "Ringing")
        one.exten = exten
        one.number, one.caller_name = phone.number, phone.caller_name
        one.connect_to(caller)
        switch.enter_state(one, "Ringing")

    def answer(self) -> None:
        """The phone is lifted: it and the second half share a bridge, and the first half is up."""
        switch, two, phone = self.pbx.switch, self.two, self._rung()
        phone.cause = two.cause = 16
        switch.enter_state(phone, "Up")
        switch.set_variable(two, "DIALSTATUS", "ANSWER")
        phone.exten = ""
        switch.end_dial(two, phone, "ANSWER")
        switch.enter_state(two, "Up")
        bridge = switch.create_bridge()
        switch.run(phone, "AppDial", "(Outgoing Line)")
        switch.enter(bridge, phone)
        switch.enter_state(self.one, "Up")
        switch.enter(bridge, two)

    def drop(self) -> None:
        """The queue does not ring it any longer: the phone behind sees itself cancelled."""
        switch, one, two, phone = self.pbx.switch, self.one, self.two, self._rung()
        one.cause = phone.cause = 26
        switch.request_hangup(two, 26)
        switch.hang_up(one)
        switch.end_dial(two, phone, "CANCEL")
        switch.set_variable(two, "DIALSTATUS", "CANCEL")
        switch.hang_up(phone)
        switch.request_soft_hangup(two)
        switch.hang_up(two)

    def optimise(self) -> None:
        """The phone takes the first half's place in the customer's bridge, and both halves are gone."""
        switch, one, two, phone, bridge = self.pbx.switch, self.one, self.two, self._rung(), self.one.bridge
        assert bridge is not None, "only what has been connected is optimised"
        switch.emit("LocalOptimizationBegin", one.headers("LocalOne"), two.headers("LocalTwo"),
                    phone.headers("Source"), {"DestUniqueId": two.uniqueid, "Id": "0"})
        switch.leave(phone)
        switch.leave(one)
        switch.enter(bridge, phone, swapped=one)
        switch.request_hangup(two, 16)
        switch.leave(two)
        one.cause = 16
        switch.hang_up(one)
        switch.set_variable(two, "DIALSTATUS", "ANSWER")
        switch.request_soft_hangup(two)
        switch.hang_up(two)

    def end_by_phone(self) -> None:
        """The person hung up: the second half ends, the first hears of it. The phone's leg is told last."""
        switch, two = self.pbx.switch, self.two
        switch.leave(self._rung())
        switch.leave(two)
        switch.set_variable(two, "DIALSTATUS", "ANSWER")
        switch.request_soft_hangup(two)
        switch.request_hangup(self.one, 16)
        switch.hang_up(two)

    def end_by_queue(self, cause: int = 26) -> None:
        """The first half has left the customer's bridge: all behind it ends, but the phone's leg is told last."""
        switch, two = self.pbx.switch, self.two
        self.one.cause = cause
        switch.request_hangup(two, cause)
        switch.hang_up(self.one)
        switch.leave(two)
        switch.set_variable(two, "DIALSTATUS", "ANSWER")
        switch.leave(self._rung())
        switch.request_soft_hangup(two)
        switch.hang_up(two)

    def legs(self) -> tuple[Leg, ...]:
        """All that stand for the person."""
        return (self.one, self.two, self._rung())

    def _rung(self) -> Leg:
        assert self.phone is not None, "the second half dials as soon as it is there"
        return self.phone


def open_pair(pbx: Pbx, course: Course, extension: str, context: str = CONTEXT, is_optimised: bool = False) -> Pair:
    """Both halves come into being and know of each other (LocalBridge)."""
    switch, caller = pbx.switch, course.leg
    one, two = switch.new_halves(extension, context, course.note.call_id)
    course.legs += [one, two]
    if not is_optimised:
        one.number = caller.connected_number or caller.dnid
        switch.run(one, "AppQueue", "(Outgoing Line)")
        switch.emit("NewCallerid", one.headers(), {"CID-CallingPres": "0 (Presentation Allowed, Not Screened)"})
        two.connected_number = one.number
    two.number, two.caller_name = caller.number, caller.caller_name
    switch.emit("NewCallerid", two.headers(), {"CID-CallingPres": "0 (Presentation Allowed, Not Screened)"})
    switch.tell_halves(one, two, is_optimised)
    return Pair(pbx, one, two, extension, is_optimised)
