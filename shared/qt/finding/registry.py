"""What the Windows registry says, which group policy rolls out to a hundred PCs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from shared.errors import UsageError
from shared.qt.finding.found import Found, Origin, Search, Wrong
from shared.qt.preferences import Server
from shared.qt.server import all_parsed

Hive = Literal["HKLM", "HKCU"]
Read = Callable[[Hive, str], Mapping[str, object]]
"""All values of a key; none where there is no such key."""

POLICY, PLAIN = r"Software\Policies\CallCentre", r"Software\CallCentre"
PLACES: tuple[tuple[Hive, str], ...] = (("HKLM", POLICY), ("HKCU", POLICY), ("HKLM", PLAIN), ("HKCU", PLAIN))
"""Where it is looked for, the first one first."""


def of_key(read: Read, hive: Hive, key: str) -> Search:
    """What this key says."""
    origin = Origin("registry", rf"{hive}\{key}")
    values = {name.lower(): value for name, value in read(hive, key).items()}
    address, tls, authority = values.get("server"), values.get("tls", 1), values.get("authority", "")
    if address is None or address == "":
        return Search(asked=(origin,))
    if not isinstance(address, str) or tls not in (0, 1) or not isinstance(authority, str):
        name = "Server" if not isinstance(address, str) else "Authority" if tls in (0, 1) else "Tls"
        return Search(wrong=(Wrong(origin, "kind", name),))
    try:
        (host, port), *others = all_parsed(address)
    except UsageError:
        return Search(wrong=(Wrong(origin, "no_address", address),))
    return Search(found=(Found(Server(host=host, port=port, is_tls=tls == 1, ca=authority,
                                      others=tuple(others)), origin),))


if sys.platform == "win32":
    import winreg

    _HIVES = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}

    def reader() -> Read | None:
        """The machine's own registry; None where there is none."""
        return _read

    def _read(hive: Hive, key: str) -> Mapping[str, object]:
        try:
            with winreg.OpenKey(_HIVES[hive], key, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                return dict(_values(opened))
        except OSError:  # there is none, or it is closed to this user
            return {}

    def _values(key: winreg.HKEYType) -> Iterator[tuple[str, object]]:
        for number in range(winreg.QueryInfoKey(key)[1]):
            name, value, kind = winreg.EnumValue(key, number)
            yield name, winreg.ExpandEnvironmentStrings(value) if kind == winreg.REG_EXPAND_SZ else value

else:

    def reader() -> Read | None:
        """The machine's own registry; None where there is none."""
        return None
