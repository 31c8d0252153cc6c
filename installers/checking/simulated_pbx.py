"""A simulated PBX for the checks, run in the build's environment: prints its port and the secret of ``collector``.

Calls come and go until it is ended.
"""

import asyncio
import secrets
import time

from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World


async def serve() -> None:
    """Serve until somebody ends the process."""
    secret = secrets.token_urlsafe(18)
    scenario = Scenario(seed=1, load=20.0, talk_seconds=5.0, patience_seconds=10.0, is_always_open=True)
    world = World(scenario, time.time())  # noqa: TID251 - the simulation begins now, whoever's now it is
    server = Server(world, speed=2.0, users={"collector": AmiUser(secret, writetimeout=20.0)})
    await server.start()
    print(server.port, secret, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
