"""SIP over UDP: send requests and repeat them until answered, answer repeated requests from memory."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from .message import SipMessage

T1 = 0.5  # seconds, RFC 3261 timer T1
TRIES = 6
Answered = Callable[[SipMessage], None]


@dataclass
class _Sent:
    data: bytes
    target: tuple[str, int]
    answered: Answered | None
    is_heard: bool = False  # a provisional answer came: stop repeating


class Transactions(asyncio.DatagramProtocol):
    """The transport of one phone.

    Subclasses take `request_received`; `is_deaf` drops everything that comes.
    """

    transport: asyncio.DatagramTransport
    is_deaf = False

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], _Sent] = {}
        self._answers: dict[tuple[str, str], bytes] = {}  # our final answers, for repeated requests
        self._unconfirmed: set[tuple[str, int]] = set()  # 200s to INVITE that want an ACK
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)  # the selector loop's is one in all but name

    def send_request(
        self, method: str, branch: str, data: bytes, target: tuple[str, int], answered: Answered | None = None
    ) -> None:
        """Send, and (but for ACK) repeat until something is heard."""
        self.transport.sendto(data, target)
        if method != "ACK":
            key = (branch, method)
            self._sent[key] = _Sent(data, target, answered)
            self._loop.call_later(T1, self._repeat, key, 1)

    def _repeat(self, key: tuple[str, str], tries: int) -> None:
        sent = self._sent.get(key)
        if sent is None or sent.is_heard or self.transport.is_closing():
            return
        if tries > TRIES:
            del self._sent[key]
            return
        self.transport.sendto(sent.data, sent.target)
        self._loop.call_later(T1 * 2**tries, self._repeat, key, tries + 1)

    def send_answer(self, request: SipMessage, data: bytes, code: int) -> None:
        """Send, remember for repetitions; a 200 to INVITE is repeated until the ACK."""
        self._answers[request.branch, request.method] = data
        self.transport.sendto(data, request.source)
        if request.method == "INVITE" and 200 <= code < 300:
            self._unconfirmed.add((request.call_id, request.sequence))
            self._loop.call_later(T1, self._repeat_answer, request, data, 0)

    def _repeat_answer(self, request: SipMessage, data: bytes, tries: int) -> None:
        is_wanted = (request.call_id, request.sequence) in self._unconfirmed
        if is_wanted and tries < TRIES and not self.transport.is_closing():
            self.transport.sendto(data, request.source)
            self._loop.call_later(T1 * 2**tries, self._repeat_answer, request, data, tries + 1)

    def datagram_received(self, data: bytes, source: tuple[str, int]) -> None:
        if len(data) < 20 or self.is_deaf:
            return  # keep-alives are shorter
        message = SipMessage(data, source)
        if message.is_response:
            self._response_received(message)
        elif message.method == "ACK":
            self._unconfirmed.discard((message.call_id, message.sequence))
        elif (message.branch, message.method) in self._answers:
            self.transport.sendto(self._answers[message.branch, message.method], source)
        else:
            self.request_received(message)

    def _response_received(self, message: SipMessage) -> None:
        key = (message.branch, message.method)
        sent = self._sent.get(key)
        if sent is None:
            if message.method == "INVITE" and 200 <= message.code < 300:
                self.repeated_answer_received(message)
            return
        sent.is_heard = True
        if message.code >= 200:
            del self._sent[key]
        if sent.answered:
            sent.answered(message)

    def request_received(self, request: SipMessage) -> None:
        """A new request; for subclasses."""
        raise NotImplementedError

    def repeated_answer_received(self, message: SipMessage) -> None:
        """A 200 to INVITE once more: our ACK was lost; for subclasses."""
        raise NotImplementedError
