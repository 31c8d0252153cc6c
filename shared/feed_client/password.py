"""Another password for the account itself, on a connection of its own: also where nothing else is allowed before that.

An account that must change its password is refused everything else (``must_change_password``), so ``FeedClient`` has no
connection then. Whoever changed it signs in anew, with the new one.
"""

from __future__ import annotations

import asyncio
import ssl
from datetime import timedelta

from shared.clock import Clock
from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from shared.feed_client.errands import Errands
from shared.feed_client.link import Link
from shared.feed_client.status import Credentials, Timing
from shared.protocol.messages import PROTOCOL, Error, FromServer, Hello, Reply, Welcome

COMMAND = "password.change"


async def change_password(
    host: str, port: int, present: Credentials, password: str, *, clock: Clock, name: str,
    tls: ssl.SSLContext | None = None, timing: Timing | None = None,
) -> None:  # fmt: skip
    """Sign in with the present password and change it; ``name`` is program and version.

    Raises Refused with the server's code (wrong_credentials, same_password, account_locked …), Unavailable, TimedOut
    (it may have been changed all the same).
    """
    patience = timing or Timing()
    errands = Errands()
    welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(message: FromServer) -> None:
        match message:
            case Welcome() if not welcomed.done():
                welcomed.set_result(None)
            case Error() if not welcomed.done():
                welcomed.set_exception(Refused(message.code, message.message))
            case Reply():
                errands.answer(message)

    link = Link(hear, clock)
    await _connect(link, host, port, tls, patience.connect)
    link.ended.add_done_callback(lambda _ended: _lost(welcomed, errands))
    try:
        link.send(Hello(protocol=PROTOCOL, client=name, auth=Credentials(
            user=present.user, password=present.password).auth()))  # fmt: skip
        async with asyncio.timeout(patience.welcome.total_seconds()):
            await welcomed
        params = {"present": present.password or "", "password": password}
        await errands.run(link, COMMAND, params, patience.command)
    except TimeoutError:
        raise TimedOut("the server did not answer in time") from None
    finally:
        link.cut()


async def _connect(link: Link, host: str, port: int, tls: ssl.SSLContext | None, patience: timedelta) -> None:
    try:
        async with asyncio.timeout(patience.total_seconds()):
            await asyncio.get_running_loop().create_connection(lambda: link, host, port, ssl=tls)
    except (OSError, TimeoutError) as problem:
        raise Unavailable(str(problem) or "The server does not answer.") from None


def _lost(welcomed: asyncio.Future[None], errands: Errands) -> None:
    errands.drop_all()
    if not welcomed.done():
        welcomed.set_exception(Unavailable("the connection was lost"))
