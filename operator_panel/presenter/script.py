"""What to say in a call, filled in, and the form that goes with it.

Values stand as they are known: a name in the nominative and nowhere else, because no program declines names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date

import msgspec

from operator_panel.crm.placeholders import CallFacts, facts_of, template_of
from operator_panel.presenter.leads import values as values_of
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.writing import lines, plain
from operator_panel.screen import Choice, FieldLine, ScriptCard, Wish
from shared.domain.board import CallRow
from shared.domain.campaigns import CampaignWork
from shared.domain.desk import FormField, Script
from shared.templates import BadTemplate, Place, Template

LONGEST_VALUE = 200
_YES_NO = ("yes", "no")


def script_of(seen: Seen, row: CallRow) -> ScriptCard | None:
    """The script that was chosen, or the first of the queue's; None: there is none."""
    known = seen.scripts(row.call, row.queue)
    if not known:
        return None
    draft = seen.draft(row.call)
    shown = next((one for one in known if one.name == draft.script), known[0])
    others = tuple(
        Choice(Wish("show_script", call=row.call, choice=one.name), plain(one.title or one.name),
               is_chosen=one is shown)
        for one in known
    )  # fmt: skip
    return ScriptCard(
        row.call, shown.name, plain(shown.title or shown.name), filled(shown, facts(seen, row).values()),
        fields(seen, row.call, shown), others if len(known) > 1 else (),
    )  # fmt: skip


def facts(seen: Seen, row: CallRow) -> CallFacts:
    """What is known of the call, for placeholders."""
    draft = seen.draft(row.call)
    crm = {
        name: value
        for answer in seen.moment.answers.get(row.call, ()) if answer.state == "found"
        for name, value in answer.values.items()
    }  # fmt: skip
    found = facts_of(row, seen.centre, seen.moment.now, seen.agent or "", seen.me.name if seen.me else "",
                     draft.disposition, draft.note, crm)  # fmt: skip
    work = seen.leads.get(row.call)
    return _of_campaign(found, work) if work is not None else found


def script_of_offer(seen: Seen) -> ScriptCard | None:
    """What will be said to the contact that lies before me; the form comes with the call. None: nothing."""
    work = seen.moment.board.work
    if work is None or work.state != "offered" or work.contact is None or not work.script:
        return None
    about = CallFacts(agent=seen.agent or "", agent_name=seen.me.name if seen.me else "", country=seen.centre.country)
    script = Script(name=work.campaign, text=work.script)
    text = filled(script, _of_campaign(about, work).values())
    return ScriptCard("", work.campaign, seen.language.text("Script"), text)


def _of_campaign(found: CallFacts, work: CampaignWork) -> CallFacts:
    """With what the campaign knows of its contact."""
    contact = work.contact
    if contact is None:
        return found
    return msgspec.structs.replace(
        found, name=contact.name or found.name, callerid=contact.number or found.callerid, campaign=work.title,
        lead=values_of(contact))  # fmt: skip


def filled(script: Script, values: Mapping[str, str]) -> str:
    """The script's Markdown with the values in it, as text; a script that cannot be understood stays as it is."""
    template = _template(script.text)
    if template is None:
        return script.text
    return template.rendered({name: plain(value, LONGEST_VALUE) for name, value in values.items()})


def fields(seen: Seen, call: str, script: Script) -> tuple[FieldLine, ...]:
    """The form with what is filled in. What is missing is said once it was tried to save."""
    draft = seen.draft(call)
    values = draft.fields.get(script.name, {})
    return tuple(
        FieldLine(
            script.name, one.name, plain(one.title or one.name), one.kind, lines(values.get(one.name, "")), one.choices,
            one.is_required, problem(seen, one, values.get(one.name, ""), is_late=draft.has_tried),
        )
        for one in script.fields
    )  # fmt: skip


def missing(seen: Seen, row: CallRow) -> tuple[str, ...]:
    """Titles of fields of the shown script that must be filled in, or are wrong."""
    known = seen.scripts(row.call, row.queue)
    draft = seen.draft(row.call)
    shown = next((one for one in known if one.name == draft.script), known[0] if known else None)
    if shown is None:
        return ()
    values = draft.fields.get(shown.name, {})
    return tuple(
        seen.language.text("Fill in: {field}", field=plain(one.title or one.name))
        for one in shown.fields if problem(seen, one, values.get(one.name, ""), is_late=True)
    )  # fmt: skip


def problem(seen: Seen, field: FormField, value: str, *, is_late: bool) -> str:
    """What is wrong with a field's value, in words; a required one may stay empty until it is late."""
    language, text = seen.language, value.strip()
    if not text:
        return language.text("required|field") if field.is_required and is_late else ""
    match field.kind:
        case "number" if not _is_number(text):
            return language.text("Write a number.")
        case "date" if not _is_date(text):
            return language.text("Write a date, like 2026-11-24.")
        case "choice" if field.choices and text not in field.choices:
            return language.text("Choose one of those offered.")
        case "yes_no" if text not in _YES_NO:
            return language.text("Choose yes or no.")
        case _:
            return ""


@functools.lru_cache(maxsize=64)
def _template(text: str) -> Template | None:
    try:
        return template_of(text, Place.MARKDOWN)
    except BadTemplate:
        return None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-−+]?\d[\d\s]*([.,]\d+)?", text) is not None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
