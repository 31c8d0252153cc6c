"""What becomes of an account at the feed that must change its password, is locked, or whose rights were changed."""

import msgspec

from shared.domain.accounts import RIGHTS_OF
from shared.domain.commands import Refused
from tests.helpers.feed import account, feed


async def test_who_must_change_the_password_can_do_nothing_else():
    async with feed() as server:
        server.accounts.by_name["nova"] = account("nova", must_change_password=True)
        client = await server.connect()
        welcome = await client.greet("nova")
        assert welcome["must_change_password"] is True
        assert (await client.subscribe("queues"))["code"] == "must_change_password"
        client.say(type="command", id=1, command="agent.pause", params={"agent": "1001", "queues": []})
        assert (await client.hear())["code"] == "must_change_password"
        password = {"present": "avon", "password": "another password"}
        client.say(type="command", id=2, command="password.change", params=password)
        assert (await client.hear())["ok"] is True
        again = await server.connect()
        assert (await again.greet("nova", token=client.token))["must_change_password"] is True
        server.accounts.change("nova", must_change_password=False)
        assert (await client.hear_kind("error"))["code"] == "revoked"
        assert (await (await server.connect()).greet("nova"))["must_change_password"] is False


async def test_locked_account_is_told_so_and_the_audit_too(monkeypatch):
    async with feed() as server:

        async def locked(user, password):
            raise Refused("account_locked", "Locked for 15 minutes after too many wrong passwords.")

        monkeypatch.setattr(server.accounts, "check", locked)
        client = await server.connect()
        answer = await client.greet("eva")
        assert (answer["type"], answer["code"]) == ("error", "account_locked")
        assert [attempt.outcome for attempt in server.attempts] == ["account_locked"]


async def test_rights_are_those_that_the_account_carries():
    async with feed() as server:
        carried = RIGHTS_OF["supervisor"] - {"agent.others"}
        server.accounts.by_name["eva"] = msgspec.structs.replace(server.accounts.by_name["eva"], carried=carried)
        client = await server.connect()
        welcome = await client.greet("eva")
        assert welcome["rights"] == sorted(carried)
        assert welcome["database"] == ""
        client.say(type="command", id=1, command="agent.pause", params={"agent": "1001", "queues": []})
        assert (await client.hear())["code"] == "not_allowed"
