"""A link of the settings, parsed once: from then on only values are put in. Pure.

Raises BadTemplate with one line that names the link. What is the same for one call of the customer system and for
another (a page, a look-up, a program) is chosen by ``kind``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from operator_panel.crm.addresses import check_opening, openable
from operator_panel.crm.placeholders import template_of
from shared.domain.desk import CrmLink
from shared.templates import BadTemplate, JsonPath, Place, Template

SECRET = "secret"
"""The placeholder of the secret that the desk's keyring has for the link; for headers alone."""

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "cmd", "powershell", "pwsh"})
_COMMAND = re.compile(r"[-/](c|k|[a-z]*c|command|encodedcommand)", re.IGNORECASE)
_BATCH = (".bat", ".cmd")  # Windows gives them to its shell, arguments and all


class Request(msgspec.Struct, frozen=True):
    """What is asked of the customer system, without the secret: what one answer is kept for."""

    method: str
    url: str
    body: str | None


class ReadyLink:
    """One link, ready for values. ``names``: the placeholders that it uses."""

    def __init__(self, link: CrmLink, schemes: frozenset[str] = frozenset()) -> None:
        self.link = link
        self._schemes = schemes
        self._address: Template | None = None
        self._body: Template | None = None
        self._headers: dict[str, Template] = {}
        self._arguments: tuple[Template, ...] = ()
        self.paths: tuple[JsonPath, ...] = ()
        try:
            self._parse(link)
        except BadTemplate as problem:
            raise BadTemplate(f"link {link.name}: {problem}") from None
        self.names = frozenset[str]().union(*(template.names for template in self._templates()))

    @property
    def name(self) -> str:
        """The link's name, which its secret and its answers have too."""
        return self.link.name

    @property
    def awaits_answers(self) -> bool:
        """Does it use what a look-up finds?"""
        return any(name.startswith("crm.") for name in self.names)

    @property
    def needs_secret(self) -> bool:
        """Does a header hold the secret?"""
        return any(SECRET in template.names for template in self._headers.values())

    def address(self, values: Mapping[str, str]) -> str:
        """The page to open. Raises BadTemplate where these values make none that may be opened."""
        assert self._address is not None
        return openable(self._address.rendered(values), self._schemes)

    def request(self, values: Mapping[str, str]) -> Request:
        """What to ask."""
        assert self._address is not None
        body = self._body.rendered(values) if self._body else None
        return Request(self.link.method, self._address.rendered(values), body)

    def headers(self, values: Mapping[str, str], secret: str) -> dict[str, str]:
        """The headers, which are for the link's own server alone."""
        known = {**values, SECRET: secret}
        return {name: template.rendered(known) for name, template in self._headers.items()}

    def arguments(self, values: Mapping[str, str]) -> list[str]:
        """The program and its arguments, one each."""
        return [template.rendered(values) for template in self._arguments]

    def _parse(self, link: CrmLink) -> None:
        if link.kind == "program":
            self._arguments = _arguments(link)
            return
        self._address = template_of(link.template, Place.URL)
        schemes = self._schemes if link.kind == "url" else frozenset[str]()
        check_opening(self._address.opening(), schemes, is_all=not self._address.names)
        if link.kind == "look_up":
            if not link.template.lower().startswith(("http://", "https://")):
                raise BadTemplate("a look-up asks an address of http or https")
            self._headers = {
                _header(name): template_of(text, Place.HEADER, (SECRET,)) for name, text in link.headers.items()
            }
            self._body = template_of(link.body, Place.JSON) if link.body and link.method == "POST" else None
            self.paths = tuple(JsonPath(field.path) for field in link.fields)

    def _templates(self) -> list[Template]:
        single = [template for template in (self._address, self._body) if template is not None]
        return [*single, *self._headers.values(), *self._arguments]


def _header(name: str) -> str:
    if not _HEADER.fullmatch(name) or name.lower() in _OURS:
        raise BadTemplate(f"{name!r} is no header that may be set")
    return name


def _arguments(link: CrmLink) -> tuple[Template, ...]:
    if not link.arguments or not link.arguments[0].strip():
        raise BadTemplate("arguments must begin with the name of a program")
    made = tuple(template_of(argument, Place.ARGUMENT) for argument in link.arguments)
    if made[0].names:
        raise BadTemplate("the program itself cannot be a placeholder")
    if link.arguments[0].lower().rstrip(" .").endswith(_BATCH):
        raise BadTemplate("a batch file would put its arguments through a shell; name the program itself")
    if _is_shell(link.arguments[0]) and _has_words_in_command(made, link.arguments):
        raise BadTemplate("a shell would take the caller's words for commands; name a program or a script file")
    return made


def _is_shell(program: str) -> bool:
    name = re.split(r"[\\/]", program)[-1].lower().strip()
    return name.removesuffix(".exe") in _SHELLS


def _has_words_in_command(made: tuple[Template, ...], arguments: tuple[str, ...]) -> bool:
    """Does a placeholder stand behind an option like ``-c``, where a shell reads commands?"""
    first = next((place for place, one in enumerate(arguments) if place and _COMMAND.fullmatch(one)), len(arguments))
    return any(template.names for template in made[first:])
