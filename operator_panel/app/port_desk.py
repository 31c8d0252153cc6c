"""The panel as programs on the same desk see it through the local port, and the port's opening and closing."""

from __future__ import annotations

from collections.abc import Callable

from operator_panel.app.running import Running
from operator_panel.local_port.desk import DeskCall, DeskState, Stage
from operator_panel.local_port.port import LocalPort, origins_of
from operator_panel.presenter import MyCall, dial_target
from operator_panel.presenter.mine import is_made_by_me
from operator_panel.presenter.who import other_end
from operator_panel.screen import Wish
from operator_panel.settings import token_file_of
from shared.domain.commands import Refused
from shared.domain.numbers import e164


class PortDesk:
    """What ``local_port.Desk`` asks for. ``open`` whenever the server has described the desk."""

    def __init__(self, panel: Running) -> None:
        self._panel = panel
        settings = panel.settings
        self.port = LocalPort(self, panel.ground.clock, token_file_of(settings), settings.local_port.port)

    async def open(self) -> None:
        """For the pages of the settings and those that the centre names; or shut, if it is not to be used."""
        origins = origins_of(self._panel.settings.local_port, self._panel.knowing.desk.local_origins)
        if origins is None:
            await self.port.close()
        else:
            await self.port.open(origins)

    # --- what may be asked

    async def dial(self, number: str) -> None:
        """As if it had been pasted into the field; the reply is the one that asks."""
        found = dial_target(number, self._panel.knowing.centre, self._panel.knowing.desk)
        if found is None:
            raise Refused("no_number", "There is no single number in this.")
        await self._panel.client.command("call.dial", {"number": found.digits})

    async def pop(self, call: str | None) -> None:
        """To the front."""
        if call is not None:
            self._panel.do(Wish("show_call", call=self._call(call)))
        self._panel.front.come_up()

    async def set_disposition(self, call: str | None, code: str, text: str) -> None:
        """One of the codes of the call's queue."""
        found = self._call(call)
        row = self._panel.knowing.row_of(found)
        seen = self._panel.knowing.seen(self._panel.sources)
        known = seen.dispositions(found, row.queue if row else None)
        if all(one.code != code for one in known):
            codes = ", ".join(one.code for one in known) or "none"
            raise Refused("unknown_disposition", f"This call can have {codes}.")
        self._panel.do(Wish("disposition", call=found, choice=code))
        if text.strip():
            await self.note(found, text)

    async def note(self, call: str | None, text: str) -> None:
        """After what is written already."""
        found = self._call(call)
        written = self._panel.paper.of(found).note
        self._panel.do(Wish("note", call=found, text=f"{written}\n{text}" if written.strip() else text))

    # --- what is told

    def state(self) -> DeskState:
        """How the operator is."""
        knowing, welcome = self._panel.knowing, self._panel.client.welcome
        me, name = knowing.me, welcome.user if welcome else ""
        if me is None:
            return DeskState(agent=knowing.agent or "", name=name, is_live=knowing.is_live)
        return DeskState(
            agent=me.agent, name=me.name or name, state=me.state, reason=me.reason, since=me.since,
            queues=tuple(one.queue for one in me.memberships), is_live=knowing.is_live,
        )  # fmt: skip

    def calls(self) -> tuple[DeskCall, ...]:
        """Those that go on, and the one that is written about."""
        knowing = self._panel.knowing
        me = knowing.me
        after = knowing.followed.ended[:1] if me is not None and me.state == "wrapping_up" else ()
        return tuple(self._told(one) for one in (*knowing.followed.going_on, *after))

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Whenever something may be different."""
        return self._panel.listen(hear)

    def _call(self, call: str | None) -> str:
        """The call that is meant: one of mine. Raises Refused."""
        followed = self._panel.knowing.followed
        mine = [one.call for one in (*followed.going_on, *followed.ended)]
        found = call if call is not None else next(iter(mine), None)
        if found is None or found not in mine:
            raise Refused("unknown_call", "There is no such call here.")
        return found

    def _told(self, one: MyCall) -> DeskCall:
        panel, row = self._panel, one.row
        seen = panel.knowing.seen(panel.sources)
        number, name = other_end(seen, row)
        answers = panel.sources.answers.get(one.call, {}).values()
        return DeskCall(
            call=one.call, stage=self._stage(one, is_mine=is_made_by_me(seen, row)), direction=row.direction,
            number=e164(number or "", panel.knowing.centre.country) or number or "", name=name, queue=row.queue or "",
            line=row.line or "", since=row.since,
            values={key: value for answer in answers for key, value in answer.values.items()},
        )  # fmt: skip

    def _stage(self, one: MyCall, *, is_mine: bool) -> Stage:
        row, agent = one.row, self._panel.knowing.agent
        if one.ended_at is not None:
            return "wrapping_up"
        if agent in row.ringing and agent not in row.agents:
            return "dialling" if is_mine else "ringing"
        match row.phase:
            case "on_hold" | "parked":
                return row.phase
            case "dialling" | "ringing" | "waiting":
                return "dialling"
            case _:
                return "talking"
