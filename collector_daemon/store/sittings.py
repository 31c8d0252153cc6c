"""When an account sat at which phone: whose calls were whose, where several people share phones.

Pure but for ``read_sittings``. An account that has never taken a seat sits at its own phone, always. Before its first
seat it sat there too, except while others did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape
from shared.domain.calls import Call

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
END = datetime(9999, 1, 1, tzinfo=UTC)


class Sitting(msgspec.Struct, frozen=True):
    """A phone in [since, until)."""

    pbx: str
    extension: str
    since: datetime = BEGINNING
    until: datetime = END

    def has(self, pbx: str, extension: str, at: datetime) -> bool:
        """Was it then at this phone?"""
        return extension == self.extension and pbx == self.pbx and self.since <= at < self.until


Sittings = Sequence[Sitting]


def sat(sittings: Sittings, pbx: str, extension: str | None, at: datetime) -> bool:
    """Did whose sittings these are sit at this phone then?"""
    return extension is not None and any(one.has(pbx, extension, at) for one in sittings)


def sat_down_in(call: Call, sittings: Sittings) -> bool:
    """Did whose sittings these are sit down at a phone that was talking in the call?"""
    return any(
        talk.started_at < one.since and (talk.ended_at is None or one.since < talk.ended_at)
        for talk in call.conversations for one in sittings if (one.pbx, one.extension) == (call.pbx, talk.party)
    )  # fmt: skip


def sittings_of(
    home: str | None, pbxs: Iterable[str], mine: Iterable[Sitting], others: Iterable[Sitting]
) -> list[Sitting]:
    """Newest first. ``others``: when somebody else sat at ``home``, the phone that the account has of itself."""
    found, taken = list(mine), list(others)
    if home is not None:
        first = min((one.since for one in found), default=END)
        for pbx in pbxs:
            found += _without(Sitting(pbx, home, BEGINNING, first), [one for one in taken if one.pbx == pbx])
    return sorted(found, key=lambda one: one.since, reverse=True)


def _without(sitting: Sitting, others: Iterable[Sitting]) -> Iterable[Sitting]:
    """What is left of a span when those of others are taken out."""
    since = sitting.since
    for other in sorted(others, key=lambda one: one.since):
        if other.since > since:
            yield Sitting(sitting.pbx, sitting.extension, since, min(other.since, sitting.until))
        since = max(since, other.until)
        if since >= sitting.until:
            return
    yield Sitting(sitting.pbx, sitting.extension, since, sitting.until)


async def read_sittings(
    connection: Connection, account: str, agent: str | None, pbxs: Iterable[str]
) -> list[Sitting]:
    """The account's sittings, newest first; ``agent``: the phone of its own (on each PBX), where no table says so."""
    rows = await (await connection.execute(_SEATS, {"account": account})).fetchall()
    mine = [_sitting(row) for row in rows]
    known = await (await connection.execute("select agent from account where name = %s", [account])).fetchall()
    home = unescape(known[0][0]) if known and known[0][0] is not None else None if mine else agent
    others: list[Sitting] = []
    if home is not None:
        found = await connection.execute(_OTHERS, {"account": account, "home": identifier(home)})
        others = [_sitting(row) for row in await found.fetchall()]
    return sittings_of(home, pbxs, mine, others)


def _sitting(row: tuple[str, str, datetime, datetime | None]) -> Sitting:
    pbx, extension, taken_at, left_at = row
    return Sitting(unescape(pbx), unescape(extension), taken_at, left_at or END)


_SEATS = "select pbx, extension, taken_at, left_at from seat where account = %(account)s"
_OTHERS = "select pbx, extension, taken_at, left_at from seat where extension = %(home)s and account <> %(account)s"
