"""The real console against the real daemon and the real Postgres.

``centre`` (one a module) is ``centre.Centre``: Postgres with accounts (``centre.PEOPLE``, password ``PASSWORD``), the
daemon, a simulated PBX, each behind a proxy that a test may cut and mend (``centre.database.cut()``).
``sitting`` opens a console that is signed in::

    def test_it(drive, ground, sitting):
        async def story():
            async with sitting() as it:            # or sitting("podpora"), or sitting("kralova", is_asked=True)
                await it.until(lambda screen: screen.halves[0].name == "both", "both connections")
                it.console.go("calls")
                page = it.console.turning.page     # the page itself; it.window is the window
                it.shot("calls")                   # to $CALLCENTRE_SHOTS, else the test's own folder

        drive(story())

A test that uses ``centre`` must not use ``database_url``: that drops the accounts' roles at its end.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.sitting import Sitting, sat


@pytest.fixture(autouse=True)
def own_places(monkeypatch, tmp_path):
    """No test reads or writes what this machine's user has: keyring, settings, data."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests."""
    url = postgres.create(_template)
    try:
        with Centre(tmp_path_factory.mktemp("centre"), url).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


@pytest.fixture
def sitting(
    ground: Any, centre: Centre, tmp_path: Any, grab: Any
) -> Callable[..., contextlib.AbstractAsyncContextManager[Sitting]]:
    """``sitting(account)``: see above; both ways are open when it begins."""

    @contextlib.asynccontextmanager
    async def sit(account: str = "kralova", *, is_asked: bool = False) -> AsyncIterator[Sitting]:
        for way in (centre.database, centre.feed):
            assert way is not None
            way.mend()
        async with sat(ground, centre, account, grab, is_asked=is_asked) as it:
            yield it

    return sit
