"""Loopback addresses for one lab: a /24 of 127.0.0.0/8 that no other lab on this machine uses.

Linux answers on every address of 127/8 without configuration, so each lab has its own network: the PBX at
.1, the agents at .11 to .20, the carriers at .100 and .101, all on the usual ports.
"""

import random
import socket

SIP_PORT = 5060
AMI_PORT = 5038
RESERVED_PORT = 5999  # held while the lab lives, on the PBX's address


class Subnet:
    """One reserved network; `close` gives it back."""

    def __init__(self) -> None:
        self._held, self.prefix = _reserve()

    def address(self, host: int) -> str:
        """The address of one host of the network."""
        return f"{self.prefix}.{host}"

    @property
    def server(self) -> str:
        """The PBX's address."""
        return self.address(1)

    def agent(self, extension: int) -> str:
        """The address of the phone 1001 to 1010."""
        return self.address(extension - 990)

    def close(self) -> None:
        """Let another lab have the network."""
        self._held.close()


def _reserve() -> tuple[socket.socket, str]:
    for _ in range(200):
        prefix = f"127.{random.randint(20, 250)}.{random.randint(1, 250)}"
        held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            held.bind((f"{prefix}.1", RESERVED_PORT))
            _must_be_free(f"{prefix}.1")
            return held, prefix
        except OSError:
            held.close()
    raise OSError("no free loopback network found")


def _must_be_free(server: str) -> None:
    """Raises OSError when something listens on the addresses already (a wildcard bind, for example)."""
    for kind, port in ((socket.SOCK_DGRAM, SIP_PORT), (socket.SOCK_STREAM, AMI_PORT)):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.bind((server, port))
