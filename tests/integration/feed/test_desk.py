"""The operators' desks over the feed: who is told of one, and of what queues."""

import msgspec

from shared.domain.desk import DeskDescription
from tests.helpers.feed import DESK, feed


async def test_an_operator_is_told_what_his_desk_has_and_nothing_of_other_queues() -> None:
    async with feed() as it:
        client = await it.connect()
        client.say(type="hello", protocol=1, client="raw 1", auth={"user": "olga", "password": "aglo"})
        line = await client.reader.readline()
        assert b"sales" not in line
        told = msgspec.convert(msgspec.json.decode(line)["desk"], DeskDescription)
        assert told == DESK.limited_to(frozenset({"support"}))
        assert [one.code for one in told.dispositions] == ["solved"]


async def test_a_screen_on_a_wall_has_no_desk() -> None:
    async with feed() as it:
        assert (await (await it.connect()).greet("wall"))["desk"] is None
        assert (await (await it.connect()).greet("bill"))["desk"] is None
        assert msgspec.convert((await (await it.connect()).greet("eva"))["desk"], DeskDescription) == DESK
