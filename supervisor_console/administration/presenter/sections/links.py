"""The section of links to the customer information system: pages, look-ups, programs."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.administration.presenter.sections.fields import Field, Section

_LOOK_UP = ("kind", ("look_up",))
_NAME_WRONG = to_translate("A name has letters, digits, - and _ only, at most 32.")
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}"
MAPPED_FIELD = (
    Field(key="name", label=to_translate("Stored as"), is_required=True, longest=128),
    Field(key="path", label=to_translate("Where in the answer"), is_required=True, longest=128,
          hint=to_translate("Like customer.contracts[0].name.")),
    Field(key="title", label=to_translate("Shown as"), longest=80),
    Field(key="role", label=to_translate("Used as"), kind="choice", default="none", options=(
        ("none", to_translate("only shown")), ("name", to_translate("name of the caller")),
        ("vip", to_translate("mark of an important customer")), ("language", to_translate("mark of the language")),
        ("page", to_translate("page to open")))),
)  # fmt: skip
CRM_LINK = Section(
    name="crm_link", title=to_translate("Links to the CRM"), add=to_translate("Add link"),
    empty=to_translate("No links to the CRM are described."),
    empty_hint=to_translate("A link opens a page, asks for the customer or starts a program when a call comes."),
    fields=(
        Field(key="name", label=to_translate("Name|of a thing"), is_required=True, pattern=NAME, wrong=_NAME_WRONG,
              column=130, hint=to_translate(
                  "Also that of its secret on the desks. A queue's own link goes before one for all.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one the name.")),
        Field(key="kind", label=to_translate("What it does"), kind="choice", default=None, initial="url", column=150,
              options=(
            ("url", to_translate("opens a page")), ("look_up", to_translate("asks for the customer")),
            ("program", to_translate("starts a program")))),
        Field(key="triggers", label=to_translate("When|a link is followed"), kind="choices", default=["ringing"],
              column=150, rank=1, is_required=True, options=(
            ("queued", to_translate("waits in my queue")), ("ringing", to_translate("rings at me")),
            ("answered", to_translate("I answered")), ("ended", to_translate("it is over")),
            ("manual", to_translate("I press it")))),
        Field(key="queues", label=to_translate("Queues"), kind="queues", default=[], column=130, rank=2,
              hint=to_translate("None chosen: for the calls of all queues.")),
        Field(key="template", label=to_translate("Address"), kind="template", default=None, longest=4000,
              is_required=True, shown_when=("kind", ("url", "look_up")), pattern=r"[a-z][a-z0-9+.-]*:\S.*",
              wrong=to_translate("An address is like https://host/path."), hint=to_translate(
                  "With placeholders: {callerid_e164}, {callerid_national}, {name}, {did}, {queue}, {agent} …")),
        Field(key="method", label=to_translate("Method"), kind="choice", default="GET", shown_when=_LOOK_UP,
              options=(("GET", "GET"), ("POST", "POST"))),
        Field(key="headers", label=to_translate("Headers"), kind="headers", default={}, shown_when=_LOOK_UP,
              hint=to_translate("One a line, Name: value. {secret} is kept on the desks, never here.")),
        Field(key="body", label=to_translate("Body (JSON)"), kind="template", longest=4000,
              shown_when=("method", ("POST",)), hint=to_translate("Only with POST.")),
        Field(key="timeout_seconds", label=to_translate("Waits for the answer"), kind="number", unit="s", default=1.0,
              least=0, most=30, is_over=True, is_required=True, shown_when=_LOOK_UP),
        Field(key="cache_seconds", label=to_translate("An answer is good for"), kind="number", unit="s", default=300.0,
              least=0, most=86_400, is_required=True, shown_when=_LOOK_UP),
        Field(key="field", label=to_translate("What is taken from the answer"), kind="table", default=[],
              fields=MAPPED_FIELD, shown_when=_LOOK_UP, add=to_translate("Add field")),
        Field(key="arguments", label=to_translate("Program and its arguments"), kind="names", default=[],
              is_required=True, shown_when=("kind", ("program",)), is_fixed=True),
    ),
)  # fmt: skip
