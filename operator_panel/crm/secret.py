"""Where a link's secret is on this desk: in the system's keyring, or in a file that only its owner can read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from operator_panel.crm.look_up import SecretOf
from shared.credentials import read_secret
from shared.errors import BadSecret, one_line

log = logging.getLogger(__name__)

ROOM = "crm"
"""The name beside that of the link under which keyrings have it."""


def secret_from(recalled: Callable[[str, str], str | None], files: Mapping[str, Path]) -> SecretOf:
    """What finds secrets: ``recalled(ROOM, link)`` asks the keyring; ``files`` is said in the panel's settings."""

    def find(link: str) -> str | None:
        if link not in files:
            return recalled(ROOM, link)
        try:
            return read_secret(files[link]).reveal()
        except BadSecret as problem:
            log.warning("the secret of the link %s cannot be used: %s", link, one_line(problem))
            return None

    return find
