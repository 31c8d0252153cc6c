"""What a client is told to do and what it says of its connection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from shared.domain.board import Topic
from shared.protocol.messages import Auth, Welcome
from shared.protocol.past import Past


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """A name and password, a token of an earlier session, or both: then the token is tried first."""

    user: str | None = None
    password: str | None = None
    token: str | None = None

    def auth(self) -> Auth:
        """What the server is told of them."""
        return Auth(token=self.token) if self.token else Auth(user=self.user, password=self.password)

    def __repr__(self) -> str:
        """Without the secrets, whoever logs it."""
        return f"Credentials(user={self.user!r}, …)"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What to subscribe to; ``queues`` None: all that the account may see; ``past`` None: the present.

    ``can_change_password``: the program has a form for it, so who must change the password is let in to do just that.
    ``needs_board`` False: who may not watch the board is let in without it, for what else there is.
    """

    topics: tuple[Topic, ...] = ("lines", "queues", "agents", "calls", "alerts", "campaigns")
    queues: tuple[str, ...] | None = None
    past: Past | None = None
    can_change_password: bool = False
    needs_board: bool = True

    def subscribes(self, welcome: Welcome) -> bool:
        """Is anything subscribed to? Where the server would refuse and nothing goes without it: yes, and it refuses."""
        if welcome.must_change_password and self.can_change_password:
            return False
        return self.needs_board or "board.watch" in welcome.rights


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How patient the client is."""

    connect: timedelta = timedelta(seconds=10)
    welcome: timedelta = timedelta(seconds=20)
    ping: timedelta = timedelta(seconds=10)
    lost: timedelta = timedelta(seconds=30)
    command: timedelta = timedelta(seconds=35)
    first_retry: timedelta = timedelta(milliseconds=500)
    last_retry: timedelta = timedelta(seconds=15)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The connection now. ``since`` is when the state began.

    connecting: nothing has been received yet. live: what is shown is now. stale: what is shown was true at
    ``since``; the client tries again (next at ``retry_at``). refused: the server said no, ``code`` and
    ``message`` say why, and only ``sign_in`` or ``retry_now`` will make the client try again.
    """

    state: Literal["connecting", "live", "stale", "refused"]
    since: datetime
    code: str = ""
    message: str = ""
    retry_at: datetime | None = None
