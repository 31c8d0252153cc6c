"""The sections of operators' desks: rules, pause reasons, dispositions, scripts with their forms."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.administration.presenter.sections.fields import Field, Section

_QUEUES_HINT = to_translate("None chosen: for the calls of all queues.")
DESK = Section(
    name="desk", title=to_translate("Rules|of desks"), is_list=False, fields=(
        Field(key="hot_desking", label=to_translate("Any phone may be taken"), kind="yes_no", default=True,
              hint=to_translate("No: everybody only at the extension of the own account.")),
        Field(key="shared_phones", label=to_translate("Phones for everybody"), kind="regex",
              hint=to_translate("Regular expression of extensions, like 10[0-4][0-9]; empty: every one.")),
        Field(key="second_panel", label=to_translate("Second panel of an account"), kind="choice", default="refuse",
              options=(("refuse", to_translate("is refused|panel")), ("take_over", to_translate("takes over|panel"))),
              hint=to_translate("Takes over: the first one is signed out.")),
        Field(key="sign_in_reason", label=to_translate("A shift begins with the pause"), longest=80,
              none=to_translate("ready at once"), hint=to_translate("Reason of a pause; empty: ready at once.")),
        Field(key="closing_at", label=to_translate("Everybody is signed out at"),
              pattern=r"(|([01][0-9]|2[0-3]):[0-5][0-9])", none=to_translate("never"),
              hint=to_translate("Time of day like 20:00; who talks then, afterwards. Empty: never."),
              wrong=to_translate("A time of day is like 08:30.")),
        Field(key="idle_lock_minutes", label=to_translate("Lock without a key or mouse after"), kind="number",
              unit="min", default=0.0, least=0, most=1440, is_required=True, none=to_translate("never"),
              hint=to_translate("0: never.")),
        Field(key="popup_seconds", label=to_translate("Pop-up closes after"), kind="number", unit="s", default=20.0,
              least=0, most=600, is_required=True, none=to_translate("when the ringing ends"),
              hint=to_translate("0: when the ringing ends.")),
        Field(key="outside_prefix", label=to_translate("Prefix of calls outside"), pattern=r"[0-9*#+]{0,8}",
              none=to_translate("none|prefix"), wrong=to_translate("A prefix has at most 8 digits, * # or +."),
              hint=to_translate("Dialled before a number outside, like 0.")),
        Field(key="parking", label=to_translate("Operators may park calls"), kind="yes_no", default=True),
        Field(key="recording_pauses", label=to_translate("Operators may pause the recording"), kind="yes_no",
              default=True, hint=to_translate("While a card's number is said, for instance.")),
        Field(key="own_recordings", label=to_translate("Operators may play their own recordings"), kind="yes_no",
              default=False),
        Field(key="local_origins", label=to_translate("Pages that may talk to the panel"), kind="names", default=[],
              pattern=r"https?://[^/\s]+", wrong=to_translate("A page is written like https://crm.example.com."),
              hint=to_translate("One a line, like https://crm.example.com."), none=to_translate("none|pages")),
    ),
)  # fmt: skip
PAUSE_REASON = Section(
    name="pause_reason", title=to_translate("Pause reasons"), add=to_translate("Add reason"),
    empty=to_translate("No pause reasons are described."),
    empty_hint=to_translate("Operators can pause without saying why."),
    fields=(
        Field(key="reason", label=to_translate("Reason at the PBX"), is_required=True, longest=128, column=180,
              hint=to_translate("Stored with the pause: what it means stays the same.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one the reason.")),
        Field(key="limit_seconds", label=to_translate("Too long after"), kind="number", unit="s", default=None, least=0,
              is_over=True, column=140, none=to_translate("no limit"),
              hint=to_translate("Longer pauses are marked; empty: no limit.")),
    ),
)  # fmt: skip
DISPOSITION = Section(
    name="disposition", title=to_translate("Outcomes|of calls"), add=to_translate("Add outcome"),
    empty=to_translate("No outcomes of calls are described."),
    empty_hint=to_translate("Operators are not asked how a call ended."),
    fields=(
        Field(key="code", label=to_translate("Code"), is_required=True, longest=128, column=140,
              hint=to_translate("Stored with the call: what it means stays the same.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True,
              hint=to_translate("What people call it; without one the code.")),
        Field(key="queues", label=to_translate("Queues"), kind="queues", default=[], column=150, rank=1,
              hint=_QUEUES_HINT),
        Field(key="needs_note", label=to_translate("Needs a note"), kind="yes_no", default=False, column=112, rank=2),
        Field(key="plans_callback", label=to_translate("Plans a call back"), kind="yes_no", default=False, column=124,
              rank=3),
    ),
)  # fmt: skip
FORM_FIELD = (
    Field(key="name", label=to_translate("Stored as"), is_required=True, longest=128),
    Field(key="title", label=to_translate("Shown as"), longest=80),
    Field(key="kind", label=to_translate("Kind|of a field"), kind="choice", default="text", options=(
        ("text", to_translate("a line of text")), ("long_text", to_translate("more lines")),
        ("number", to_translate("a number")), ("date", to_translate("a date")),
        ("choice", to_translate("one of these")), ("yes_no", to_translate("yes or no")))),
    Field(key="choices", label=to_translate("To choose from"), kind="names", default=[], is_required=True,
          shown_when=("kind", ("choice",)), hint=to_translate("One a line.")),
    Field(key="is_required", label=to_translate("Must be filled in"), kind="yes_no", default=False),
)  # fmt: skip
SCRIPT = Section(
    name="script", title=to_translate("Scripts and forms"), add=to_translate("Add script"),
    empty=to_translate("No scripts are described."),
    empty_hint=to_translate("Operators have nothing to read out and no form to fill in."),
    fields=(
        Field(key="name", label=to_translate("Name|of a thing"), is_required=True, longest=128, column=140,
              hint=to_translate("Stored with the form.")),
        Field(key="title", label=to_translate("Shown as"), longest=80, is_stretched=True),
        Field(key="queues", label=to_translate("Queues"), kind="queues", default=[], column=150, rank=1,
              hint=_QUEUES_HINT),
        Field(key="text", label=to_translate("What to say"), kind="template", longest=20_000, lines=8,
              hint=to_translate("Markdown; {name}, {agent_name} and the like are filled in.")),
        Field(key="text_file", label=to_translate("Text from the file"), default=None, is_fixed=True),
        Field(key="field", label=to_translate("Form"), kind="table", default=[], fields=FORM_FIELD, column=80, rank=2,
              add=to_translate("Add field")),
    ),
)  # fmt: skip
