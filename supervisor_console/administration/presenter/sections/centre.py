"""The sections of the centre itself: its rules, queues, lines, what comes after a call; and how long data stay."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.administration.presenter.sections.fields import Field, Section

_GOAL_HINT = to_translate("Answered in time of all answered and abandoned, without short abandons.")
CENTRE = Section(
    name="centre", title=to_translate("Centre|settings"), is_list=False, has_past=True, fields=(
        Field(key="name", label=to_translate("Name|of a thing"), longest=80,
              hint=to_translate("Stands in the titles of the programs.")),
        Field(key="country", label=to_translate("Country"), default="CZ", pattern=r"[A-Z]{2}", is_required=True,
              hint=to_translate("Two letters (CZ, DE); its numbers are shown without a prefix."),
              wrong=to_translate("A country is two capital letters, like CZ.")),
        Field(key="timezone", label=to_translate("Time zone"), kind="zone", default="Europe/Prague", is_required=True,
              hint=to_translate("Zone of days and hours in figures, like Europe/Prague.")),
        Field(key="service_goal", label=to_translate("Service goal"), kind="number", unit="%", default=80.0,
              least=0, most=100, is_over=True, is_required=True, hint=_GOAL_HINT),
        Field(key="service_level_seconds", label=to_translate("Answered in time within"), kind="number", unit="s",
              default=20.0, least=0, is_over=True, is_required=True,
              hint=to_translate("Limit of the service level. A date in the past changes the figures since then.")),
        Field(key="short_abandon_seconds", label=to_translate("Short abandon within"), kind="number", unit="s",
              default=5.0, least=0, is_required=True,
              hint=to_translate("Who gives up sooner is counted apart, and not in the service level.")),
        Field(key="default_alerts", label=to_translate("Alerts without rules of one's own"), kind="yes_no",
              default=True, hint=to_translate(
                  "Where no rule is described: somebody waits over 60 s, or over 20 s while nobody is ready.")),
    ),
)  # fmt: skip
QUEUE = Section(
    name="queue", title=to_translate("Queues"), has_past=True, add=to_translate("Add queue"),
    empty=to_translate("No queues are described."),
    empty_hint=to_translate("Queues are shown by the names that the PBX has for them."),
    fields=(
        Field(key="name", label=to_translate("Name at the PBX"), is_required=True, longest=128, column=150,
              hint=to_translate("As the PBX calls it; it cannot be something else.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one its name.")),
        Field(key="number", label=to_translate("Number"), pattern=r"[0-9*#]{0,32}", column=96, rank=2,
              hint=to_translate("What is dialled to get into it, for calls that a supervisor sends there."),
              wrong=to_translate("A number has digits, * and # only.")),
        Field(key="is_vip", label=to_translate("Important customers"), kind="yes_no", default=False, column=156, rank=1,
              hint=to_translate("Marked, and shown first.")),
        Field(key="service_goal", label=to_translate("Own goal"), kind="number", unit="%", default=None, least=0,
              most=100, is_over=True, column=104, none=to_translate("the centre's|goal"),
              hint=to_translate("Without one the goal of the centre.")),
    ),
)  # fmt: skip
DESK_QUEUE = Section(
    name="desk_queue", title=to_translate("After a call"), add=to_translate("Add queue"),
    empty=to_translate("No queue has a wrap-up of its own."),
    empty_hint=to_translate("Wrap-up is then as long as the PBX says, and nobody has to choose an outcome."),
    fields=(
        Field(key="queue", label=to_translate("Queue"), kind="queue", is_required=True, is_stretched=True),
        Field(key="wrapup_seconds", label=to_translate("Wrap-up|length"), kind="number", unit="s", default=None,
              least=0, most=3600, column=104, none=to_translate("the PBX's|wrap-up"),
              hint=to_translate("Led by the server after each call; without it the PBX leads its own.")),
        Field(key="is_disposition_required", label=to_translate("Outcome required"), kind="yes_no", default=False,
              column=136, rank=1, hint=to_translate("The wrap-up goes on until an outcome is chosen.")),
        Field(key="language", label=to_translate("Callers' language"), pattern=r"(|[a-z]{2,3}(-[A-Z]{2})?)",
              column=136, rank=2, hint=to_translate("cs, de, … is marked when the call comes."),
              wrong=to_translate("A language is two or three small letters, like cs.")),
    ),
)  # fmt: skip
LINE = Section(
    name="line", title=to_translate("Lines"), add=to_translate("Add line"),
    empty=to_translate("No lines are described."), empty_hint=to_translate("Calls are shown by their numbers."),
    fields=(
        Field(key="number", label=to_translate("Number"), is_required=True, longest=128, column=180,
              hint=to_translate("What callers dial, written as the PBX has it.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one its number.")),
        Field(key="channels", label=to_translate("Calls at once"), kind="number", is_whole=True, default=None, least=1,
              most=100_000, column=120, none=to_translate("not bounded"),
              hint=to_translate("How many the line carries, where that is bounded.")),
    ),
)  # fmt: skip
RETENTION = Section(
    name="retention", title=to_translate("Database"), is_list=False, fields=tuple(
        Field(key=key, label=label, kind="number", unit="d", is_whole=True, least=0, default=days, is_required=True,
              none=to_translate("for ever|kept"), hint=to_translate("0: for ever."))
        for key, label, days in (
            ("calls_days", to_translate("Calls with all that belongs to them"), 0),
            ("agents_days", to_translate("Operators' sessions and pauses"), 0),
            ("alerts_days", to_translate("Log of alerts"), 366),
            ("raw_days", to_translate("Raw events of the PBX"), 30),
        )
    ),
)  # fmt: skip
RECORDINGS_RETENTION = Section(
    name="recordings_retention", title=to_translate("Recordings|retention"), add=to_translate("Add rule"),
    empty=to_translate("No rule deletes recordings."), empty_hint=to_translate("They are kept for ever."),
    hint=to_translate("A rule of a queue or line goes before one of all; of several the one that keeps longest."),
    fields=(
        Field(key="queue", label=to_translate("Queue"), kind="queue", is_stretched=True,
              none=to_translate("whichever|queue"), hint=to_translate("Of calls that visited this queue.")),
        Field(key="line", label=to_translate("Line"), longest=128, column=160, none=to_translate("whichever|line"),
              hint=to_translate("Number of an inbound line; empty: whichever.")),
        Field(key="days", label=to_translate("Kept for"), kind="number", unit="d", is_whole=True, default=None,
              least=0, most=36_600, is_required=True, column=110, none=to_translate("for ever|kept"),
              hint=to_translate("0: for ever.")),
        Field(key="action", label=to_translate("Then"), kind="choice", default="delete", column=120, options=(
            ("delete", to_translate("Delete|recordings")), ("move", to_translate("Move away|recordings")))),
        Field(key="folder", label=to_translate("To folder"), kind="known", default=None, is_required=True,
              shown_when=("action", ("move",)),
              hint=to_translate("Folders stand in the server's file; here one of those is chosen.")),
    ),
)  # fmt: skip
