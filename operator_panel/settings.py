"""What an operator's panel is told once by whoever sets up the PC: an optional ``operator_panel.toml``.

What people change in the panel itself is remembered elsewhere; what is the same at all desks (dispositions, scripts,
CRM links, pause reasons) is in the daemon's settings. An argument of the command line wins over this file.
``text_of_sample`` is the file with every key and its default.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from msgspec import Meta

from shared import settings
from shared.errors import BadSettings

FILE = "operator_panel.toml"
TOKEN_FILE = "local_port.token"
OPENING = """Settings of the operator panel on this PC. Everything may be left out."""

NEVER_SCHEMES = frozenset({
    "file", "javascript", "data", "vbscript", "about", "blob", "shell", "view-source", "res", "jar", "ms-msdt",
    "search-ms", "search", "ms-officecmd", "ms-appinstaller", "smb", "nfs",
})  # fmt: skip
"""Schemes that are never opened, whatever the file says: they start programs or run code."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,40}")
_ORIGIN = re.compile(r"(https?|[a-z-]+-extension)://[a-z0-9.\-_\[\]:]+")
_MODIFIERS = frozenset({"ctrl", "alt", "shift", "meta"})
_KEY = re.compile(r"[a-z0-9]|f([1-9]|1[0-9]|2[0-4])|space|insert|home|end|pgup|pgdown|pause|print|up|down|left|right")

Keys = Annotated[str, Meta(max_length=40)]


class LocalPortSettings(settings.Section, frozen=True, kw_only=True):
    """The port for programs on the same desk: see LOCAL_PORT.md."""

    mode: Annotated[
        Literal["auto", "on", "off"],
        Meta(description="Whether programs on this PC may use the panel. auto: where the centre or 'origins' below\n"
             "names a page that uses it."),
    ] = "auto"  # fmt: skip
    port: Annotated[int, Meta(ge=1024, le=65535, description="Where it listens, on 127.0.0.1 alone.")] = 5098
    origins: Annotated[
        list[str],
        Meta(description='Pages that may use it beside those the centre names, like "https://crm.example.com".'),
    ] = []
    token_file: Annotated[
        Path | None, Meta(description="The file with its token; else local_port.token beside this file.")
    ] = None


class HotKeys(settings.Section, frozen=True, kw_only=True):
    """Keys that work in whatever program is in front, where the system allows that. Empty: none."""

    show: Annotated[Keys, Meta(description="Show the panel, or hide it.")] = "Ctrl+Alt+P"
    dial: Annotated[Keys, Meta(description="Dial the number that is in the clipboard or marked.")] = "Ctrl+Alt+D"
    hang_up: Annotated[Keys, Meta(description="Hang up.")] = ""
    ready: Annotated[Keys, Meta(description="Ready, or back from a pause.")] = ""
    pause: Annotated[Keys, Meta(description="The menu of pauses.")] = ""


class PanelSettings(settings.Section, frozen=True, kw_only=True):
    """All keys may be left out."""

    server: Annotated[str, Meta(description="The collector daemon, as host or host:port.")] = ""
    plain: Annotated[bool, Meta(description="Without TLS, where the daemon's settings allow it.")] = False
    start_hidden: Annotated[bool, Meta(description="Begin in the tray, without the window.")] = False
    allowed_schemes: Annotated[
        list[str],
        Meta(
            description='Addresses that CRM links may open beside http, https and mailto, like "crm" of crm:open?id=1.'
        ),
    ] = []
    secret_files: Annotated[
        dict[str, Path],
        Meta(
            description="Where this system has no keyring: a CRM link's name, and the file with its secret,\n"
            "which only its owner can read.",
        ),
    ] = {}
    local_port: Annotated[LocalPortSettings, Meta(description="The port for programs on this PC.")] = (
        LocalPortSettings()
    )
    hot_keys: Annotated[
        HotKeys, Meta(description="Keys that work in whatever program is in front, as Ctrl+Alt+P; empty for none.")
    ] = HotKeys()

    @property
    def schemes(self) -> frozenset[str]:
        """The allowed schemes, to be given to whatever opens addresses."""
        return frozenset(self.allowed_schemes)


def folder() -> Path:
    """Where the settings of this user's panel are."""
    return Path(platformdirs.user_config_dir("callcentre", appauthor=False))


def load(file: Path | None = None) -> PanelSettings:
    """The settings in ``file``, or in the user's own where there is one. Raises BadSettings with one line."""
    if file is None:
        file = folder() / FILE
        if not file.exists():
            return PanelSettings()
    found = settings.load(file, PanelSettings)
    problem = _problem(found)
    if problem:
        raise BadSettings(f"{file}: {problem}")
    return found


def token_file_of(found: PanelSettings) -> Path:
    """Where the token of the local port is kept."""
    return found.local_port.token_file or folder() / TOKEN_FILE


def text_of_sample() -> str:
    """The documented sample of the settings file."""
    return settings.sample(PanelSettings, OPENING)


def _problem(found: PanelSettings) -> str:
    for scheme in found.allowed_schemes:
        if not _SCHEME.fullmatch(scheme) or scheme in NEVER_SCHEMES:
            return f"allowed_schemes: {scheme!r} is no scheme that may be opened"
    for origin in found.local_port.origins:
        if not _ORIGIN.fullmatch(origin):
            return f"local_port.origins: {origin!r} is no origin like https://crm.example.com (no path, small letters)"
    used: dict[frozenset[str], str] = {}
    for name in found.hot_keys.__struct_fields__:
        keys = getattr(found.hot_keys, name).lower().replace(" ", "")
        if keys and not _is_hot_key(keys):
            return f"hot_keys.{name}: {keys!r} is no key like Ctrl+Alt+P"
        together = frozenset(keys.split("+"))
        if keys and used.setdefault(together, name) != name:
            return f"hot_keys.{name}: {keys!r} is already that of {used[together]}"
    return ""


def _is_hot_key(keys: str) -> bool:
    """Modifiers and one key; a function key may stand alone, any other needs Ctrl, Alt or Meta."""
    *modifiers, key = keys.split("+")
    if len(set(modifiers)) != len(modifiers) or not set(modifiers) <= _MODIFIERS or not _KEY.fullmatch(key):
        return False
    return bool({"ctrl", "alt", "meta"} & set(modifiers)) or re.fullmatch(r"f\d+", key) is not None
