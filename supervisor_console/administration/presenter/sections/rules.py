"""The section of alerts: when something is one, and who is told."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.administration.presenter.sections.fields import Field, Section
from supervisor_console.administration.presenter.sections.links import NAME

_CONDITION = to_translate("Like: longest_wait > 60 and paused >= 1. Times in seconds, shares in per cent.")
ALERT = Section(
    name="alert", title=to_translate("Alerts"), add=to_translate("Add rule"),
    empty=to_translate("No rules are described."), empty_hint=to_translate(
        "The server has two of its own, unless the centre says otherwise: somebody waits long; nobody is ready."),
    fields=(
        Field(key="name", label=to_translate("Name|of a thing"), is_required=True, pattern=NAME, column=130,
              wrong=to_translate("A name has letters, digits, - and _ only, at most 32."),
              hint=to_translate("Stands in the log of alerts.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one screens say what is measured.")),
        Field(key="queues", label=to_translate("Queues"), kind="queues", default=[], column=130, rank=2,
              hint=to_translate("None chosen: all queues.")),
        Field(key="scope", label=to_translate("Looks at"), kind="choice", default="each", options=(
            ("each", to_translate("each queue by itself")), ("together", to_translate("the queues together")))),
        Field(key="warn", label=to_translate("Warning when"), kind="condition", column=190, rank=1, hint=_CONDITION),
        Field(key="bad", label=to_translate("Serious when"), kind="condition", column=190, rank=3, hint=_CONDITION),
        Field(key="when", label=to_translate("Or one level only: when"), kind="condition", default=None,
              hint=to_translate("Instead of the two above.")),
        Field(key="level", label=to_translate("Then it is"), kind="choice", default="warn", options=(
            ("warn", to_translate("a warning")), ("bad", to_translate("serious")))),
        Field(key="hysteresis", label=to_translate("Ends only when better by"), kind="margin", default=0.0,
              hint=to_translate("A number in the unit of the first measure, or a share like 10 %.")),
        Field(key="after_seconds", label=to_translate("Only after it has lasted"), kind="number", unit="s",
              default=0.0, least=0, most=3600, is_required=True),
        Field(key="sound", label=to_translate("Screens make a sound"), kind="yes_no", default=False),
        Field(key="mail", label=to_translate("Mail to"), kind="names", default=[], pattern=r"[^\s@]+@[^\s@]+",
              wrong=to_translate("An address is like anna@example.com."), none=to_translate("nobody|mail"),
              hint=to_translate("One address a line. The mail server stands in the server's file.")),
        Field(key="tell_cleared", label=to_translate("Tell also when it is over"), kind="yes_no", default=False),
        Field(key="webhook", label=to_translate("Address that is told (webhook)"), is_fixed=True),
        Field(key="webhook_secret", label=to_translate("Secret of that address"), is_fixed=True),
        Field(key="webhook_header", label=to_translate("Header of the secret"), is_fixed=True, default="Authorization"),
        Field(key="command", label=to_translate("Program that is started"), kind="names", default=[], is_fixed=True),
        Field(key="command_seconds", label=to_translate("Ended after"), kind="number", unit="s", default=30.0,
              is_fixed=True),
    ),
)  # fmt: skip
