"""Links to the customer information system: the table ``[[crm_link]]`` with its ``[[crm_link.field]]``.

Looked at here is what is wrong for everybody; what a template's placeholders mean only the panels know, which follow
the links on the operators' machines. A link's ``{secret}`` is in the keyring there, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from collector_daemon.settings.things import Name, Title, check_once
from shared.domain.desk import CrmLink, MappedField, Trigger
from shared.settings import Section

Template = Annotated[str, Meta(max_length=4000)]
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):\S")
_UNSAFE_SCHEMES = frozenset({"file", "javascript", "data", "vbscript"})
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_USER_IN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*@")


class MappedFieldSettings(Section, frozen=True, kw_only=True):
    """A value of the answer, shown on the popup and stored with the call."""

    name: Annotated[Name, Meta(description="What it is stored as.", examples=["customer"])]
    path: Annotated[
        Name, Meta(description="Where it is in the JSON.", examples=["customer.contracts[0].name"])
    ]
    title: Annotated[Title, Meta(description="What people call it; empty: the name.", examples=["Customer"])] = ""
    role: Annotated[
        Literal["none", "name", "vip", "language", "page"],
        Meta(description="What the panel makes of it: nothing more, the caller's name, the marks, a page to open."),
    ] = "none"


class CrmLinkSettings(Section, frozen=True, kw_only=True):
    """A link to the customer information system."""

    name: Annotated[
        str,
        Meta(description="Its name, also that of its secret on the desks. Letters, digits, - and _. A queue's own\n"
             "link of the same name goes before the one for all.", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$",
             examples=["crm"]),
    ]
    title: Annotated[Title, Meta(description="What people call it; empty: the name.", examples=["Customer card"])] = ""
    kind: Annotated[
        Literal["url", "look_up", "program"],
        Meta(description="Open a page in the browser, ask an address for JSON, start a program.", examples=["look_up"]),
    ]
    triggers: Annotated[
        list[Trigger],
        Meta(description="When: a call waits in my queue, rings at me, I answered, it is over, I press the button:\n"
             "queued, ringing, answered, ended, manual."),
    ] = msgspec.field(default_factory=lambda: ["ringing"])
    queues: Annotated[list[Name], Meta(description="The queues for whose calls it is; none: all.")] = []
    template: Annotated[
        Template | None,
        Meta(description="The address, with placeholders in braces, which are escaped: {callerid_e164},\n"
             "{callerid_national}, {name}, {did}, {queue}, {agent} …", examples=["https://crm.example.com/?number={callerid_e164}"]),
    ] = None
    method: Annotated[Literal["GET", "POST"], Meta(description="For look_up.")] = "GET"
    headers: Annotated[
        dict[str, Template], Meta(description="For look_up: its headers, with placeholders, e.g. {secret}.")
    ] = {}
    body: Annotated[Template, Meta(description="For look_up with POST: the JSON, with placeholders.")] = ""
    arguments: Annotated[
        list[Template], Meta(description="For program: the program and its arguments, with placeholders; no shell.")
    ] = []
    timeout_seconds: Annotated[
        Annotated[float, Meta(gt=0, le=30)], Meta(description="For look_up: how long to wait for the answer.")
    ] = 1.0
    cache_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=86_400)], Meta(description="For look_up: how long an answer is good.")
    ] = 300.0
    field: Annotated[
        list[MappedFieldSettings],
        Meta(description="For look_up: a value of the answer; one such table for each."),
    ] = []

    def __post_init__(self) -> None:
        problem = _PROBLEMS[self.kind](self)
        if problem:
            raise ValueError(f"crm_link {self.name}: {problem}")
        check_once((one.name for one in self.field), "crm_link.field")
        check_once(self.triggers, f"triggers of {self.name}")


def check_links(links: Iterable[CrmLinkSettings]) -> None:
    """Raise ValueError where two links of a name are for the calls of one queue."""
    for first, second in combinations(links, 2):
        is_both_general = not first.queues and not second.queues
        if first.name.lower() == second.name.lower() and (is_both_general or set(first.queues) & set(second.queues)):
            raise ValueError(f"{second.name!r} has two [[crm_link]] for the same calls: one is enough")


def link_of(settings: CrmLinkSettings) -> CrmLink:
    """The link as the panels get it."""
    return CrmLink(
        name=settings.name, kind=settings.kind, triggers=tuple(settings.triggers), queues=tuple(settings.queues),
        title=settings.title, template=settings.template or "", method=settings.method, headers=dict(settings.headers),
        body=settings.body, arguments=tuple(settings.arguments), timeout_seconds=settings.timeout_seconds,
        cache_seconds=settings.cache_seconds,
        fields=tuple(
            MappedField(name=one.name, path=one.path, title=one.title, role=one.role) for one in settings.field
        ),
    )  # fmt: skip


def _address_problem(link: CrmLinkSettings) -> str:
    template = link.template or ""
    scheme = _SCHEME.match(template)
    if scheme is None or scheme[1] in _UNSAFE_SCHEMES or not template.isprintable():
        return "template is no address like https://host/path"
    if _USER_IN_ADDRESS.match(template):
        return "template holds a user: put what is secret into {secret}"
    return ""


def _page_problem(link: CrmLinkSettings) -> str:
    is_asking = link.headers or link.body or link.field or link.method != "GET"
    if is_asking or link.arguments:
        return "a link of the kind url has a template and nothing else"
    return _address_problem(link)


def _look_up_problem(link: CrmLinkSettings) -> str:
    if link.arguments:
        return "arguments belong to the kind program"
    if not (link.template or "").startswith(("http://", "https://")):
        return "template is no address like https://host/path"
    if link.body and link.method != "POST":
        return 'body needs method = "POST"'
    for name, value in link.headers.items():
        if not _HEADER.fullmatch(name) or not value.isprintable():
            return f"{name!r} is no header"
    return _address_problem(link)


def _program_problem(link: CrmLinkSettings) -> str:
    if link.template or link.headers or link.body or link.field:
        return "a link of the kind program has arguments and nothing else"
    if not link.arguments or not link.arguments[0] or "{" in link.arguments[0]:
        return "arguments must begin with the name of a program"
    if link.arguments[0].lower().endswith((".bat", ".cmd")):
        return "the program is a batch file, which would put its arguments through a shell"
    return "arguments hold a NUL" if any("\0" in one for one in link.arguments) else ""


_PROBLEMS = {"url": _page_problem, "look_up": _look_up_problem, "program": _program_problem}
