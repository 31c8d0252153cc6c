"""The form of a campaign: what stands in it. How it is read back is in ``campaign_read``."""

from __future__ import annotations

from collections.abc import Iterable

from shared.campaigns.campaign import Campaign, CampaignDisposition, Quota, RetryRule
from shared.domain.desk import FormField
from shared.language import Language, to_translate
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.campaigns.screen.forms import CampaignQuestions, Group
from supervisor_console.views.pieces import Field, Option

YES = "yes"
DAYS = {
    "monday": to_translate("Monday"), "tuesday": to_translate("Tuesday"), "wednesday": to_translate("Wednesday"),
    "thursday": to_translate("Thursday"), "friday": to_translate("Friday"), "saturday": to_translate("Saturday"),
    "sunday": to_translate("Sunday"), "holiday": to_translate("Public holiday"),
}  # fmt: skip
RETRIED = ("busy", "no_answer", "failed", "machine", "abandoned", "unknown")
STRATEGIES = {
    "longest_idle": to_translate("Who has been free longest"), "fewest_calls": to_translate("Who had fewest calls"),
    "round_robin": to_translate("One after the other"), "weighted": to_translate("By weight"),
}
ORDERS = {
    "as_imported": to_translate("As imported"), "newest_first": to_translate("Newest first"),
    "by_priority": to_translate("By priority"), "by_field": to_translate("By a field"),
    "random": to_translate("By chance"),
}
SOURCES = {
    "list": to_translate("Lists and customer systems"),
    "queue_callbacks": to_translate("Callers who asked in a queue to be called back"),
    "abandoned": to_translate("Callers who gave up in a queue"),
}
FLAGS = ("goal", "again", "refusal", "appointment", "note")
"""What may stand behind a disposition: it is the goal; not final; puts on the list; promises; needs a note."""


def questions(around: Around, campaign: Campaign, *, is_new: bool, pbxs: Iterable[str]) -> CampaignQuestions:
    """The form filled with this."""
    text = around.language.text
    title = text("New campaign") if is_new else text("Settings of {campaign}", campaign=campaign.title)
    groups = (_whom(around, campaign, pbxs, is_new=is_new), _how(around, campaign), _when(around, campaign),
              _again(around, campaign), _law(around, campaign), _results(around, campaign), _script(around, campaign))
    return CampaignQuestions(title=title, accept=text("Make the campaign") if is_new else text("Save"), groups=groups)


def _whom(around: Around, one: Campaign, pbxs: Iterable[str], *, is_new: bool) -> Group:
    text = around.language.text
    return Group(key="whom", title=text("Campaign"), fields=(
        Field(name="title", label=text("Name"), said=one.title, share=8),
        Field(name="campaign", label=text("Key: small letters and digits"), said=one.campaign, share=4,
              is_fixed=not is_new),
        Field(name="mode", label=text("Mode"), said=one.mode, share=4, options=_options(around.language, words.MODES)),
        Field(name="pbx", label=text("Phone system"), said=one.pbx, share=4, is_fixed=not is_new,
              options=tuple(Option(name, name) for name in pbxs)),
        Field(name="queue", label=text("Queue of its operators"), said=one.queue, share=4,
              options=tuple(Option(key, title) for key, title in around.queues.items())),
        Field(name="operators", label=text("Operators (accounts with commas; empty: all of the queue)"), share=8,
              said=", ".join(one.operators)),
        Field(name="skills", label=text("Skills they must have"), said=", ".join(one.skills), share=4),
        Field(name="strategy", label=text("Who gets the call"), said=one.strategy, share=4,
              options=_options(around.language, STRATEGIES)),
        Field(name="language", label=text("Language"), said=one.language, share=2),
        Field(name="own_operator_first", label=text("The client's own operator first"), share=6, is_truth=True,
              said=YES if one.own_operator_first else ""),
        Field(name="order", label=text("Order of contacts"), said=one.order, share=4,
              options=_options(around.language, ORDERS)),
        Field(name="order_field", label=text("By which field"), said=one.order_field, share=4),
        Field(name="priority", label=text("Priority among campaigns"), said=str(one.priority), share=4),
        Field(name="source", label=text("Where contacts come from"), said=one.source, share=6,
              options=_options(around.language, SOURCES)),
        Field(name="source_queues", label=text("From which queues (empty: its own)"), share=6,
              said=", ".join(one.source_queues)),
    ))  # fmt: skip


def _how(around: Around, one: Campaign) -> Group:
    text = around.language.text
    return Group(key="how", title=text("Dialling"), fields=(
        Field(name="channel", label=text("How a number is reached"), said=one.channel, share=8,
              hint="Local/{number}@dialer-out"),
        Field(name="caller_id", label=text("Number that is shown"), said=one.caller_id, share=4),
        Field(name="ratio", label=text("Calls for each free operator"), said=around.language.number(one.ratio, 1),
              share=4),
        Field(name="few_operators", label=text("Predictive from so many operators"), said=str(one.few_operators),
              share=4),
        Field(name="preview_seconds", label=text("Dial by itself after seconds (0: never)"),
              said=str(one.preview_seconds), share=4),
        Field(name="answering_context", label=text("Context that tells machines (empty: none)"),
              said=one.answering_context, share=6),
        Field(name="abandoned_sound", label=text("Message for an abandoned call"), said=one.abandoned_sound, share=6),
        Field(name="wrapup_seconds", label=text("Seconds to write down the result"), said=str(one.wrapup_seconds),
              share=4),
        Field(name="source_hours", label=text("Callers of queues: hours back"), said=str(one.source_hours), share=4),
        Field(name="abandoned_seconds", label=text("Who gave up: seconds at least"), said=str(one.abandoned_seconds),
              share=4),
    ))  # fmt: skip


def _when(around: Around, one: Campaign) -> Group:
    text = around.language.text
    days = tuple(
        Field(name=f"hours.{day}", label=text(title), said=_hours(one, day), share=6, hint=text("not called"))
        for day, title in DAYS.items()
    )  # fmt: skip
    return Group(
        key="when", title=text("Calendar"),
        hint=text("By the clock of the place that is called, as 9:00–12:00, 13:00–19:00."), fields=(
            *days,
            Field(name="begins", label=text("First day"), said=_day(around, one, "begins"), share=4),
            Field(name="ends", label=text("Last day"), said=_day(around, one, "ends"), share=4),
            Field(name="country", label=text("Country of the list"), said=one.country, share=2),
            Field(name="timezone", label=text("Zone where none is known"), said=one.timezone, share=2),
        ))  # fmt: skip


def _hours(one: Campaign, day: str) -> str:
    found = sorted((part.begins, part.ends) for part in one.hours if day in part.days)
    return ", ".join(f"{begins // 60}:{begins % 60:02}–{ends // 60}:{ends % 60:02}" for begins, ends in found)


def _day(around: Around, one: Campaign, name: str) -> str:
    found = getattr(one, name)
    return words.written_day(around, found) if found is not None else ""


def _again(around: Around, one: Campaign) -> Group:
    text = around.language.text
    fields: list[Field] = []
    for outcome in RETRIED:
        rule = next((rule for rule in one.retries if rule.after == outcome), RetryRule(after=outcome))
        title = words.outcome(around, outcome, one).text
        fields += (
            Field(name=f"retry.{outcome}.times", label=text("{outcome}: again so many times", outcome=title), share=5,
                  said=str(rule.times)),
            Field(name=f"retry.{outcome}.minutes", label=text("after minutes"), share=3, said=str(rule.minutes)),
            Field(name=f"retry.{outcome}.next", label=text("next number"), is_truth=True, share=4,
                  said=YES if rule.is_next_number else ""),
        )  # fmt: skip
    fields.append(Field(name="promise_minutes", share=8, said=str(one.promise_minutes),
                        label=text("Minutes an appointment waits for who promised it")))  # fmt: skip
    return Group(key="again", title=text("Attempts"), fields=tuple(fields))


def _law(around: Around, one: Campaign) -> Group:
    text, limits = around.language.text, one.limits
    share = around.language.number(100 * limits.abandoned_share, 1)
    return Group(key="law", title=text("Rules of the law"), fields=(
        Field(name="is_marketing", label=text("It offers something"), share=6, is_truth=True,
              said=YES if one.is_marketing else ""),
        Field(name="needs_consent", label=text("Only who gave consent"), share=6, is_truth=True,
              said=YES if limits.needs_consent else ""),
        Field(name="day_attempts", label=text("Attempts a day"), said=str(limits.day_attempts), share=4),
        Field(name="rolling_attempts", label=text("Attempts in 24 hours"), said=str(limits.rolling_attempts), share=4),
        Field(name="life_attempts", label=text("Attempts ever"), said=str(limits.life_attempts), share=4),
        Field(name="abandoned_share", label=text("Most abandoned, per cent"), said=share, share=4),
        Field(name="confidence", label=text("Sure to per cent"), share=4,
              said=around.language.number(100 * limits.confidence, 0)),
        Field(name="locked_hours", label=text("Locked hours after it"), said=str(limits.locked_hours), share=4),
        Field(name="ring_seconds", label=text("Seconds a phone rings"), said=str(limits.ring_seconds), share=4),
        Field(name="owner", label=text("On whose behalf (its own do-not-call list)"), said=one.owner, share=8),
    ))  # fmt: skip


def _results(around: Around, one: Campaign) -> Group:
    text = around.language.text
    return Group(
        key="results", title=text("Results"),
        hint=text("One on each line: key; name; and what holds of it: goal, again, refusal, appointment, note."),
        fields=(
            Field(name="goal", label=text("Goals to be reached (0: all contacts)"), said=str(one.goal), share=6),
        ),
        texts=(
            Field(name="dispositions", label=text("Results that operators give"),
                  said="\n".join(_disposition(each) for each in one.dispositions)),
            Field(name="skip_reasons", label=text("Reasons to skip a contact: key; name"),
                  said="\n".join(f"{key}; {name}" for key, name in one.skip_reasons)),
            Field(name="quotas", label=text("Quotas: field = value: most goals"),
                  said="\n".join(_quota(each) for each in one.quotas)),
        ))  # fmt: skip


def _disposition(one: CampaignDisposition) -> str:
    holds = (one.is_goal, not one.is_final, one.is_refusal, one.plans_callback, one.needs_note)
    flags = ", ".join(flag for flag, is_on in zip(FLAGS, holds, strict=True) if is_on)
    return "; ".join(part for part in (one.code, one.title, flags) if part)


def _quota(one: Quota) -> str:
    return f"{one.field} = {one.value}: {one.most}" if one.field else f": {one.most}"


def _script(around: Around, one: Campaign) -> Group:
    text = around.language.text
    return Group(key="script", title=text("Script and form"), texts=(
        Field(name="script", label=text("What operators say"), said=one.script),
        Field(name="fields", label=text("What they fill in: name; label; kind; choices with commas"),
              said="\n".join(_field(each) for each in one.fields)),
    ))  # fmt: skip


def _field(one: FormField) -> str:
    kind = f"{one.kind}*" if one.is_required else one.kind
    parts = (one.name, one.title, kind, ", ".join(one.choices))
    return "; ".join(parts).rstrip("; ")


def _options(language: Language, named: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, language.text(word)) for key, word in named.items())
