"""What may be asked at the port: the bodies of requests, and what they lead to."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec

from operator_panel.local_port.desk import Desk
from operator_panel.local_port.gate import Turned
from shared.errors import Refused, Unavailable

PATIENCE = 20.0  # seconds that a wish may take

Short = Annotated[str, msgspec.Meta(max_length=200)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


class DialWish(msgspec.Struct, frozen=True):
    """``POST /dial``."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

    async def grant(self, desk: Desk) -> None:
        """Pass it on."""
        await desk.dial(self.number)


class PopWish(msgspec.Struct, frozen=True):
    """``POST /pop``."""

    call: Short | None = None

    async def grant(self, desk: Desk) -> None:
        """Pass it on."""
        await desk.pop(self.call)


class DispositionWish(msgspec.Struct, frozen=True):
    """``POST /disposition``."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    call: Short | None = None
    text: Long = ""

    async def grant(self, desk: Desk) -> None:
        """Pass it on."""
        await desk.set_disposition(self.call, self.code, self.text)


class NoteWish(msgspec.Struct, frozen=True):
    """``POST /note``."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    call: Short | None = None

    async def grant(self, desk: Desk) -> None:
        """Pass it on."""
        await desk.note(self.call, self.text)


WISHES: dict[str, type[DialWish | PopWish | DispositionWish | NoteWish]] = {
    "/dial": DialWish, "/pop": PopWish, "/disposition": DispositionWish, "/note": NoteWish,
}  # fmt: skip


async def granted(desk: Desk, path: str, body: bytes) -> Turned | None:
    """Do what is asked. What comes back is why not."""
    try:
        wish = msgspec.json.decode(body or b"{}", type=WISHES[path])
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as problem:
        return Turned(400, "bad_request", f"The body does not fit: {problem}"[:200])
    for name in wish.__struct_fields__:
        text = getattr(wish, name) or ""
        if any(unicodedata.category(sign) in _UNSEEN and not (name == "text" and sign in "\n\t") for sign in text):
            return Turned(400, "bad_request", f"{name} holds signs that cannot be seen.")
    return await _done(lambda: wish.grant(desk))


async def _done(deed: Callable[[], Awaitable[Any]]) -> Turned | None:
    try:
        async with asyncio.timeout(PATIENCE):
            await deed()
    except Refused as problem:
        return Turned(409, str(getattr(problem, "code", "refused")), str(problem))
    except Unavailable as problem:
        return Turned(503, "unavailable", str(problem))
    except TimeoutError:
        return Turned(504, "timed_out", "The panel did not get to it in time.")
    return None
