"""One SIP device: registers, places calls, is rung."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from .dialog import ALLOW, Dialog
from .digest import authorization
from .message import SipMessage, tag_of, token, uri_of, user_of
from .transactions import Transactions

Note = Callable[..., None]
Behaviour = Callable[[Dialog], Awaitable[None]]
RING_PATIENCE = 30.0  # seconds a script waits for a phone to be rung
REGISTER_TIME = 10.0  # seconds


class Phone(Transactions):
    """A phone at an address of its own, port 5060.

    `behaviour` says what happens when it is rung; without one a script takes the calls by `rung`.
    `keeps_leg` phones do not hang up after a transfer.
    """

    def __init__(
        self,
        address: str,
        user: str,
        server: str,
        note: Note,
        password: str = "",
        frequency: int = 400,
        has_audio: bool = True,
    ) -> None:
        super().__init__()
        self.address, self.user, self.server, self.password = address, user, (server, 5060), password
        self.frequency, self.has_audio = frequency, has_audio
        self.behaviour: Behaviour | None = None
        self.keeps_leg = False
        self.dialogs: dict[str, Dialog] = {}
        self._incoming: asyncio.Queue[Dialog] = asyncio.Queue()
        self._note = note
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> "Phone":
        """Bind the address."""
        await self._loop.create_datagram_endpoint(lambda: self, local_addr=(self.address, 5060))
        return self

    def close(self) -> None:
        """Forget everything; no BYE is sent."""
        for dialog in list(self.dialogs.values()):
            dialog.finish("lost")
        self.transport.close()

    def note(self, what: str, call_id: str | None = None, peer: str | None = None, **more: Any) -> None:
        """One line of the timeline."""
        self._note(self.user, what, callid=call_id, peer=peer, **more)

    # ---- registration

    async def register(self, expires: int = 600) -> int:
        """Register (or unregister with 0); the PBX's code."""
        code: asyncio.Future[int] = self._loop.create_future()
        uri, call_id, tag = f"sip:{self.server[0]}:5060", token(16), token()

        def send(sequence: int, *signed: str) -> None:
            branch = "z9hG4bK" + token(12)
            own = f"<sip:{self.user}@{self.server[0]}>"
            lines = [
                f"REGISTER {uri} SIP/2.0",
                f"Via: SIP/2.0/UDP {self.address}:5060;rport;branch={branch}",
                f"From: {own};tag={tag}",
                f"To: {own}",
                f"Call-ID: {call_id}",
                f"CSeq: {sequence} REGISTER",
                f"Contact: <sip:{self.user}@{self.address}:5060>;expires={expires}",
                f"Expires: {expires}",
                "Max-Forwards: 70",
                *signed,
                "Content-Length: 0",
            ]
            self.send_request("REGISTER", branch, ("\r\n".join(lines) + "\r\n\r\n").encode(), self.server, answered)

        def answered(message: SipMessage) -> None:
            if message.code == 401 and message.sequence == 1:
                send(2, authorization(message, self.user, self.password, "REGISTER", uri))
            elif message.code >= 200 and not code.done():
                code.set_result(message.code)

        send(1)
        result = await asyncio.wait_for(code, REGISTER_TIME)
        self.note("registered" if expires else "unregistered", code=result)
        return result

    # ---- calls

    def call(self, to: str, number: str = "", name: str = "", raw_name: bytes = b"") -> Dialog:
        """Dial; the caller's own number and name may be anything, the name in any bytes."""
        shown = raw_name.decode("utf-8", "surrogateescape") if raw_name else name
        caller = (f'"{shown}" ' if shown else "") + f"<sip:{number or self.user}@{self.address}>"
        dialog = Dialog(self, token(20) + "@phone", caller, f"<sip:{to}@{self.server[0]}>")
        dialog.target = f"sip:{to}@{self.server[0]}:5060"
        self.dialogs[dialog.call_id] = dialog
        dialog.note("invite", to=to, num=number or self.user, name=name or None)
        dialog.place()
        return dialog

    async def rung(self, patience: float = RING_PATIENCE) -> Dialog:
        """The next incoming call. Raises TimeoutError."""
        return await asyncio.wait_for(self._incoming.get(), patience)

    async def rings(self, patience: float = RING_PATIENCE) -> Dialog:
        """The next incoming call, and let it ring (180)."""
        dialog = await self.rung(patience)
        await asyncio.sleep(0.05)
        dialog.ring()
        return dialog

    async def answers(self, after: float = 1.0, patience: float = RING_PATIENCE) -> Dialog:
        """The next incoming call: let it ring for `after` seconds and answer."""
        dialog = await self.rings(patience)
        if await dialog.lives_for(after):
            dialog.answer()
        return dialog

    def _invited(self, request: SipMessage) -> None:
        caller = re.sub(r";tag=[^;]+", "", request.header("from"))
        dialog = Dialog(self, request.call_id, request.header("to"), caller)
        dialog.invite, dialog.remote_tag = request, tag_of(request.header("from"))
        dialog.remote_target = uri_of(request.header("contact") or request.header("from"))
        dialog.called, dialog.keeps_leg = user_of(request.uri), self.keeps_leg
        self.dialogs[dialog.call_id] = dialog
        dialog.note("invited", called=dialog.called, frm=caller)
        self.answer_request(request, 100, "Trying")
        if self.behaviour is None:
            self._incoming.put_nowait(dialog)
        else:
            self.spawn(self.behaviour(dialog))

    def spawn(self, work: Any) -> None:
        """Run a behaviour beside everything else; an error in it is told by asyncio and fails the run."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- wire

    def request_received(self, request: SipMessage) -> None:
        """Everything the PBX asks of this phone."""
        dialog = self.dialogs.get(request.call_id)
        if request.method == "INVITE" and dialog is None:
            self._invited(request)
        elif request.method in ("INVITE", "UPDATE") and dialog is not None and request.body:
            dialog.reinvited(request)
        else:
            self.answer_request(request, 200, "OK")
            if dialog is not None:
                self._within(dialog, request)

    @staticmethod
    def _within(dialog: Dialog, request: SipMessage) -> None:
        if request.method == "BYE":
            dialog.finish("remote", 0, request.header("reason"))
        elif request.method == "CANCEL":
            dialog.cancelled(request)
        elif request.method == "NOTIFY" and request.header("event") in ("hold", "talk"):
            dialog.told(request.header("event"))
        elif request.method == "NOTIFY":
            dialog.notified(request)

    def repeated_answer_received(self, message: SipMessage) -> None:
        """Our ACK was lost; send it again."""
        dialog = self.dialogs.get(message.call_id)
        if dialog is not None:
            dialog.request("ACK", sequence=message.sequence)

    def answer_request(
        self,
        request: SipMessage,
        code: int,
        text: str,
        tag: str = "",
        body: str = "",
        contact: str | None = None,
    ) -> None:
        """Send a response."""
        to = request.header("to")
        if tag and "tag=" not in to:
            to += f";tag={tag}"
        lines = [
            f"SIP/2.0 {code} {text}",
            *(f"Via: {via}" for via in request.all("via")),
            f"From: {request.header('from')}",
            f"To: {to}",
            f"Call-ID: {request.call_id}",
            f"CSeq: {request.header('cseq')}",
            f"Contact: {contact or f'<sip:{self.user}@{self.address}:5060>'}",
            ALLOW,
            "Supported: replaces",
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body.encode())}")
        data = ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")
        self.send_answer(request, data, code)
