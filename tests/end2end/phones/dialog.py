"""One call of one phone, from INVITE to BYE, seen and done by the phone's user."""

import asyncio
import random
import re
from typing import TYPE_CHECKING, Any

from .digest import authorization
from .message import SipMessage, socket_of, tag_of, token, uri_of, user_of
from .rtp import RtpStream

if TYPE_CHECKING:
    from .phone import Phone

ALLOW = "Allow: INVITE,ACK,BYE,CANCEL,OPTIONS,REFER,NOTIFY,INFO,UPDATE"
PROGRESS_PATIENCE = 60.0  # seconds a script waits for anything to happen to a call


class Dialog:
    """A call.

    States: new, ringing, answered, ended. Everything done or seen is told to the phone's timeline.
    """

    def __init__(self, phone: "Phone", call_id: str, local: str, remote: str) -> None:
        self.phone, self.call_id, self.local, self.remote = phone, call_id, local, remote
        self.state = "new"
        self.invite: SipMessage | None = None  # of an incoming call
        self.called = ""  # the user part of an incoming call's request URI
        self.target = ""  # where an outgoing INVITE goes
        self.remote_target = ""
        self.local_tag, self.remote_tag = token(), ""
        self.rtp = RtpStream(phone.address, phone.frequency, phone.has_audio)
        self.answered, self.ended, self.transferred = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.code = 0  # SIP code of a refusal
        self.keeps_leg = False  # a phone that does not hang up after its REFER
        self._sequence = random.randrange(100, 999)
        self._sdp_version = 1
        self._direction = "sendrecv"
        self._invite_branch, self._invite_sequence = "", 0
        self._is_cancelled = self._is_signed = self._is_told_ringing = self._has_early_sound = False

    def note(self, what: str, **more: Any) -> None:
        """One line of the timeline."""
        self.phone.note(what, call_id=self.call_id, peer=user_of(uri_of(self.remote)), **more)

    # ---- waiting, for scripts

    async def wait_answered(self, patience: float = PROGRESS_PATIENCE) -> bool:
        """True once answered, False once ended or when patience (seconds) is over."""
        tasks = [asyncio.create_task(self.answered.wait()), asyncio.create_task(self.ended.wait())]
        await asyncio.wait(tasks, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return self.state == "answered"

    async def wait_ended(self, patience: float = PROGRESS_PATIENCE) -> bool:
        """True once ended, False when patience (seconds) is over."""
        try:
            await asyncio.wait_for(self.ended.wait(), patience)
        except TimeoutError:
            return False
        return True

    async def lives_for(self, seconds: float) -> bool:
        """Let the call go on; False if it ended meanwhile."""
        return not await self.wait_ended(seconds)

    # ---- incoming

    def ring(self) -> None:
        """180 Ringing."""
        if self.state == "new" and self.invite:
            self.state = "ringing"
            self.note("ring180")
            self.phone.answer_request(self.invite, 180, "Ringing", tag=self.local_tag)

    def answer(self) -> None:
        """200 OK."""
        if self.state in ("new", "ringing") and self.invite:
            self._take_sdp(self.invite)
            self.state = "answered"
            self.rtp.start()
            self.phone.answer_request(self.invite, 200, "OK", tag=self.local_tag, body=self.sdp())
            self.note("answer200")
            self.answered.set()

    def reject(self, code: int = 486, text: str = "Busy Here", contact: str | None = None) -> None:
        """Refuse: 486 busy, 603 declined, 404 not found, 302 with a contact to try instead."""
        if self.state in ("new", "ringing") and self.invite:
            self.phone.answer_request(self.invite, code, text, tag=self.local_tag, contact=contact)
            self.finish("local", code)

    def redirect(self, to: str) -> None:
        """302: the phone forwards itself to another extension."""
        self.note("redirect", to=to)
        self.reject(302, "Moved Temporarily", f"<sip:{to}@{self.phone.server[0]}>")

    # ---- outgoing

    def place(self, *extra: str) -> None:
        """Send the INVITE."""
        self._invite_branch, self._invite_sequence = self.request(
            "INVITE", self.sdp(), extra=extra, target=self.target, answered=self._invite_answered
        )

    def _invite_answered(self, message: SipMessage) -> None:
        if message.code == 100:
            return
        if message.code < 200:
            self._progress(message)
        elif message.code < 300:
            self._accepted(message)
        else:
            self._refused(message)

    def _progress(self, message: SipMessage) -> None:
        self.remote_tag = self.remote_tag or tag_of(message.header("to"))
        if message.body and not self._has_early_sound:
            self._has_early_sound = True
            self._take_sdp(message)
            self.rtp.start()
        if self.state == "new":
            self.state = "ringing"
        if not self._is_told_ringing:
            self._is_told_ringing = True
            self.note("progress", code=message.code)

    def _accepted(self, message: SipMessage) -> None:
        self.remote_tag = tag_of(message.header("to")) or self.remote_tag
        self.remote_target = uri_of(message.header("contact")) or self.remote_target
        self.request("ACK", sequence=message.sequence)
        if self.state in ("new", "ringing"):
            self._take_sdp(message)
            self.state = "answered"
            self.rtp.start()
            self.note("answered")
            self.answered.set()
            if self._is_cancelled:
                self.hang_up()  # the answer crossed our CANCEL

    def _refused(self, message: SipMessage) -> None:
        self.remote_tag = tag_of(message.header("to"))
        self.request("ACK", sequence=message.sequence, branch=message.branch, target=self.target)
        if message.code in (401, 407) and not self._is_signed and self.phone.password:
            self._is_signed = True
            self.remote_tag = ""
            self.place(authorization(message, self.phone.user, self.phone.password, "INVITE", self.target))
        else:
            self.finish("remote", message.code, message.header("reason"))

    def cancel(self) -> None:
        """Give up before the answer."""
        self._is_cancelled = True
        if self.state in ("new", "ringing"):
            self.note("cancel")
            lines = [
                f"Via: SIP/2.0/UDP {self.phone.address}:5060;rport;branch={self._invite_branch}",
                f"From: {self.local};tag={self.local_tag}",
                f"To: {self.remote}",
                f"Call-ID: {self.call_id}",
                f"CSeq: {self._invite_sequence} CANCEL",
                "Max-Forwards: 70",
                "Content-Length: 0",
            ]
            text = f"CANCEL {self.target} SIP/2.0\r\n" + "\r\n".join(lines) + "\r\n\r\n"
            self.phone.send_request(
                "CANCEL", self._invite_branch, text.encode("utf-8", "surrogateescape"), self.phone.server
            )

    # ---- both

    def hang_up(self) -> None:
        """BYE, CANCEL or 603, whichever the state asks for."""
        if self.state == "answered":
            self.request("BYE")
            self.finish("local")
        elif self.invite:
            self.reject(603, "Decline")
        else:
            self.cancel()

    def hold(self) -> None:
        """Re-INVITE with sendonly."""
        self._hold("hold", "sendonly")

    def unhold(self) -> None:
        """Re-INVITE with sendrecv."""
        self._hold("unhold", "sendrecv")

    def told(self, event: str) -> None:
        """The PBX wants the phone to hold (hold), or to go on with the call or answer it (talk)."""
        self.note("told", event=event)
        if event == "hold":
            self.hold()
        elif self.state == "answered":
            self.unhold()
        else:
            self.answer()

    def _hold(self, what: str, direction: str) -> None:
        self.note(what)
        self._direction = direction
        self.rtp.has_audio = direction == "sendrecv" and self.phone.has_audio

        def confirm(message: SipMessage) -> None:
            if message.code >= 200:
                self.request("ACK", sequence=message.sequence, branch=message.branch if message.code >= 300 else "")

        self.request("INVITE", self.sdp(), answered=confirm)

    def press(self, digits: str) -> None:
        """DTMF by RFC 4733."""
        self.note("dtmf", digits=digits)
        self.rtp.send_digits(digits)

    def refer(self, to: str) -> None:
        """Blind transfer."""
        self.note("refer", to=to)
        self._refer(f"<sip:{to}@{self.phone.server[0]}>")

    def refer_replacing(self, other: "Dialog") -> None:
        """Attended transfer: this call's peer gets the peer of `other`."""
        self.note("refer_replaces", other=other.call_id)
        replaced = f"{other.call_id};to-tag={other.remote_tag};from-tag={other.local_tag}"
        for sign, code in ((";", "%3B"), ("=", "%3D"), ("@", "%40")):
            replaced = replaced.replace(sign, code)
        self._refer(f"<sip:{user_of(uri_of(other.remote))}@{self.phone.server[0]}?Replaces={replaced}>")

    def _refer(self, address: str) -> None:
        by = f"Referred-By: <sip:{self.phone.user}@{self.phone.server[0]}>"
        self.request("REFER", extra=(f"Refer-To: {address}", by))

    def finish(self, by: str, code: int = 0, reason: str = "") -> None:
        """The call is over; `by` is local, remote, cancelled or lost."""
        if self.state != "ended":
            self.state, self.code = "ended", code or self.code
            self.rtp.close()
            self.note("ended", by=by, code=code or None, reason=reason or None)
            self.ended.set()
            self.phone.dialogs.pop(self.call_id, None)

    # ---- requests of the other side, within the call

    def reinvited(self, request: SipMessage) -> None:
        """The PBX changes the sound's address or direction."""
        self._take_sdp(request)
        direction = next(
            (x for y, x in (("sendonly", "recvonly"), ("inactive", "inactive")) if f"a={y}" in request.body),
            self._direction,
        )
        self.phone.answer_request(request, 200, "OK", body=self.sdp(direction))
        self.note("reinvited", sdp=direction if direction != "sendrecv" else None)

    def cancelled(self, request: SipMessage) -> None:
        """The caller is gone, or somebody else answered."""
        if self.invite and self.state in ("new", "ringing"):
            self.phone.answer_request(self.invite, 487, "Request Terminated", tag=self.local_tag)
            self.finish("cancelled", 487, request.header("reason"))

    def notified(self, request: SipMessage) -> None:
        """How our REFER goes; a usual phone hangs its own leg up once it went well."""
        if "sipfrag" not in request.header("content-type"):
            return
        self.note("notify", frag=request.body.strip())
        if not request.body.startswith("SIP/2.0 1"):
            self.transferred.set()
        if request.body.startswith("SIP/2.0 2") and not self.keeps_leg:
            asyncio.get_running_loop().call_later(0.15, self._leave_after_transfer)

    def _leave_after_transfer(self) -> None:
        if self.state == "answered":
            self.hang_up()

    # ---- wire

    def sdp(self, direction: str | None = None) -> str:
        """Our offer or answer: mu-law, A-law, telephone-events."""
        self._sdp_version += 1
        here = self.phone.address
        return (
            f"v=0\r\no=- 1 {self._sdp_version} IN IP4 {here}\r\ns=-\r\nc=IN IP4 {here}\r\nt=0 0\r\n"
            f"m=audio {self.rtp.port} RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\n"
            f"a={direction or self._direction}\r\n"
        )

    def _take_sdp(self, message: SipMessage) -> None:
        host = re.search(r"c=IN IP4 ([\d.]+)", message.body)
        port = re.search(r"m=audio (\d+)", message.body)
        if host and port:
            self.rtp.target = (host.group(1), int(port.group(1)))

    def request(
        self,
        method: str,
        body: str = "",
        extra: tuple[str, ...] = (),
        sequence: int | None = None,
        branch: str = "",
        target: str = "",
        answered: Any = None,
    ) -> tuple[str, int]:
        """Send a request of this call; its branch and sequence number."""
        if sequence is None:
            self._sequence += 1
            sequence = self._sequence
        branch = branch or "z9hG4bK" + token(12)
        goal = target or self.remote_target
        tag = f";tag={self.remote_tag}" if self.remote_tag else ""
        lines = [
            f"{method} {goal} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.phone.address}:5060;rport;branch={branch}",
            f"From: {self.local};tag={self.local_tag}",
            f"To: {self.remote}{tag}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {sequence} {method}",
            f"Contact: <sip:{self.phone.user}@{self.phone.address}:5060>",
            "Max-Forwards: 70",
            ALLOW,
            "Supported: replaces",
            *extra,
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body.encode())}")
        text = "\r\n".join(lines) + "\r\n\r\n" + body
        way = socket_of(goal) if self.remote_target else self.phone.server
        self.phone.send_request(method, branch, text.encode("utf-8", "surrogateescape"), way, answered)
        return branch, sequence
