"""Ready-made reactions of a phone that is rung; times in seconds."""

import asyncio

from .dialog import Dialog
from .phone import Behaviour


def answers(after: float = 1.0, talk: float | None = None) -> Behaviour:
    """Ring, answer after a while, and hang up after `talk` (or leave that to the other side)."""

    async def behave(dialog: Dialog) -> None:
        await asyncio.sleep(0.05)
        dialog.ring()
        if await dialog.lives_for(after):
            dialog.answer()
            if talk is not None and await dialog.lives_for(talk):
                dialog.hang_up()

    return behave


def rings() -> Behaviour:
    """Ring until somebody gives up."""

    async def behave(dialog: Dialog) -> None:
        await asyncio.sleep(0.05)
        dialog.ring()

    return behave


def rejects(code: int = 486, text: str = "Busy Here", after: float = 0.3) -> Behaviour:
    """Ring for a moment, then refuse."""

    async def behave(dialog: Dialog) -> None:
        await asyncio.sleep(0.05)
        dialog.ring()
        if await dialog.lives_for(after):
            dialog.reject(code, text)

    return behave


def is_silent() -> Behaviour:
    """Take the INVITE and say nothing more than 100 Trying."""

    async def behave(dialog: Dialog) -> None:
        del dialog

    return behave


def carrier() -> Behaviour:
    """A carrier that treats a number by its last digit.

    1 answers after 2 s, 2 is busy, 3 rings for ever, 4 answers after 1 s and hangs up after 3 s, 5 does not
    exist, 6 says nothing, anything else answers after 1 s.
    """
    treatment = {
        "1": answers(2.0),
        "2": rejects(),
        "3": rings(),
        "4": answers(1.0, 3.0),
        "5": rejects(404, "Not Found", 0.1),
        "6": is_silent(),
    }

    async def behave(dialog: Dialog) -> None:
        await treatment.get(dialog.called[-1:], answers(1.0))(dialog)

    return behave
