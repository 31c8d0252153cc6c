"""A desk for the port's tests: it remembers what it was asked for, and its state and calls are set by hand."""

from collections.abc import Callable

from operator_panel.local_port.desk import DeskCall, DeskState
from shared.domain.commands import Refused
from shared.errors import Unavailable


class OwnDesk:
    """The interface ``Desk`` with nothing behind it."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.now_state = DeskState(agent="1002", name="Jana", state="ready", queues=("support",), is_live=True)
        self.now_calls: tuple[DeskCall, ...] = ()
        self._hearing: list[Callable[[], None]] = []

    async def dial(self, number: str) -> None:
        if number == "nobody":
            raise Refused("bad_number", "That is no number.")
        if number == "later":
            raise Unavailable("The server is away.")
        if number == "mistake":
            raise RuntimeError("a mistake in the program")
        self.asked.append(("dial", number))

    async def pop(self, call: str | None) -> None:
        self.asked.append(("pop", call))

    async def set_disposition(self, call: str | None, code: str, text: str) -> None:
        self.asked.append(("disposition", call, code, text))

    async def note(self, call: str | None, text: str) -> None:
        self.asked.append(("note", call, text))

    def state(self) -> DeskState:
        return self.now_state

    def calls(self) -> tuple[DeskCall, ...]:
        return self.now_calls

    def listen(self, hear):
        self._hearing.append(hear)
        return lambda: self._hearing.remove(hear)

    def become(self, *calls: DeskCall, state: DeskState | None = None) -> None:
        self.now_calls = calls
        self.now_state = state or self.now_state
        for hear in tuple(self._hearing):
            hear()
