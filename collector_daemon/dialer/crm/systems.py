"""All customer systems of the settings, for who runs the daemon."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from collector_daemon.dialer.crm.http import HttpSystem
from collector_daemon.dialer.crm.intake import StoredIntake
from collector_daemon.dialer.crm.page import Connector
from collector_daemon.dialer.crm.sql import SqlSystem
from collector_daemon.dialer.crm.system import CustomerSystem
from collector_daemon.settings import Settings
from collector_daemon.settings.customer_system import CustomerSystemSettings, customer_secret
from collector_daemon.store.dialer.shelves import DialerStore
from shared.clock import Clock


class CustomerSystems:
    """``works`` are their tasks by name. Raises BadSecret where one needs a secret that is nowhere, BadSettings."""

    def __init__(self, settings: Settings, url: str, store: DialerStore, clock: Clock) -> None:
        intake = StoredIntake(url, store.campaigns, clock)
        self._connectors = {one.name: _connector(one) for one in settings.customer_system}
        self._systems = [
            CustomerSystem(one, self._connectors[one.name], intake, store.outbox, clock)
            for one in settings.customer_system
        ]

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Two for each system: contacts come, results go. Each until it is cancelled."""
        pulling = {f"contacts of {one.name}": one.pulling for one in self._systems}
        return pulling | {f"results of {one.name}": one.pushing for one in self._systems}

    def trouble(self, campaign: str) -> str:
        """What is wrong now with a system of the campaign, "" nothing."""
        return next((one.trouble for one in self._systems if one.campaign == campaign and one.trouble), "")

    async def close(self) -> None:
        """Let go of all connections."""
        for connector in self._connectors.values():
            await connector.close()


def _connector(system: CustomerSystemSettings) -> Connector:
    secret = customer_secret(system)
    return SqlSystem(system, secret) if system.kind == "sql" else HttpSystem(system, secret)
