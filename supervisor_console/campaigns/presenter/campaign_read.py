"""A campaign as it was written into its form, or the first thing that is wrong, in a sentence that names the field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast, get_args

import msgspec

from shared.billing.tariff import DayKind
from shared.campaigns.campaign import (
    CallingHours,
    Campaign,
    CampaignDisposition,
    Limits,
    Quota,
    RetryRule,
)
from shared.domain.desk import FieldKind, FormField
from supervisor_console.campaigns.presenter.campaign_form import DAYS, FLAGS, RETRIED, YES
from supervisor_console.campaigns.presenter.moment import Around

KEY = re.compile(r"[0-9a-z][0-9a-z._-]{0,63}")
SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[–-]\s*(\d{1,2})(?::(\d\d))?")
TEXTS = ("title", "queue", "channel", "caller_id", "answering_context", "abandoned_sound", "order_field", "language",
         "country", "timezone", "owner", "script")  # fmt: skip
PICKED = ("mode", "strategy", "order", "source")
COUNTS = ("source_hours", "abandoned_seconds", "few_operators", "preview_seconds", "promise_minutes", "wrapup_seconds",
          "goal")  # fmt: skip
LIMIT_COUNTS = ("day_attempts", "rolling_attempts", "life_attempts", "locked_hours", "ring_seconds")


class Wrong(Exception):
    """What was written cannot be; the message is the reader's sentence."""


class Reading:
    """``said``: by the names of the fields; ``names``: their labels, for sentences."""

    def __init__(self, around: Around, said: dict[str, str], names: dict[str, str]) -> None:
        self._text, self._around = around.language.text, around
        self._said, self._names = said, names

    def campaign(self, before: Campaign) -> Campaign:
        """All of it. Raises Wrong."""
        said = self._said
        key = said["campaign"] or before.campaign
        if not KEY.fullmatch(key):
            raise Wrong(self._text("A key has small letters, digits, dots and dashes."))
        if not said["title"]:
            raise Wrong(self._text("A campaign needs a name."))
        if not said["queue"]:
            raise Wrong(self._text("Choose the queue whose operators work in it."))
        if "{number}" not in said["channel"]:
            raise Wrong(self._text("“How a number is reached” needs {number} where the number stands.",
                                   number="{number}"))  # fmt: skip
        changed: dict[str, Any] = {name: said[name] for name in (*TEXTS, *PICKED)}
        changed |= {name: self.count(name) for name in COUNTS}
        return msgspec.structs.replace(
            before, campaign=key, pbx=said["pbx"] or before.pbx, operators=_words(said["operators"]),
            skills=_words(said["skills"]), source_queues=_words(said["source_queues"]),
            own_operator_first=said["own_operator_first"] == YES,
            is_marketing=said["is_marketing"] == YES, ratio=self.number("ratio"),
            priority=self.count("priority", can_be_negative=True), hours=self.hours(), begins=self.day("begins"),
            ends=self.day("ends"), retries=self.retries(before), limits=self.limits(before.limits),
            dispositions=self.dispositions(), skip_reasons=self.skip_reasons(), quotas=self.quotas(),
            fields=self.fields(), **changed,
        )  # fmt: skip

    # --- numbers and days

    def number(self, name: str) -> float:
        """With or without decimals, as people write it."""
        plain = re.sub(r"[\s\u00a0\u202f]", "", self._said[name]).replace(",", ".").rstrip("%")
        try:
            found = float(plain)
        except ValueError:
            found = -1.0
        if not 0 <= found < 1e6:
            raise Wrong(self._text("“{field}”: “{said}” is no number.", field=self._names[name], said=self._said[name]))
        return found

    def count(self, name: str, *, can_be_negative: bool = False) -> int:
        """A whole number."""
        plain = re.sub(r"[\s\u00a0\u202f]", "", self._said[name]).replace("−", "-")
        if not re.fullmatch(r"-?\d{1,9}" if can_be_negative else r"\d{1,9}", plain):
            raise Wrong(self._text("“{field}”: “{said}” is no whole number.", field=self._names[name],
                                   said=self._said[name]))  # fmt: skip
        return int(plain)

    def day(self, name: str) -> date | None:
        """A day, or none."""
        said = self._said[name]
        found = read_day(said)
        if said and found is None:
            raise Wrong(self._text("“{said}” is no day. Write it like 24. 11. 2026.", said=said))
        return found

    # --- calendar, attempts, limits

    def hours(self) -> tuple[CallingHours, ...]:
        """Parts of days; days that have the same stand together."""
        parts: dict[tuple[int, int], list[DayKind]] = {}
        for day in DAYS:
            for span in self._spans(day):
                parts.setdefault(span, []).append(cast("DayKind", day))
        return tuple(CallingHours(days=tuple(days), begins=begins, ends=ends)
                     for (begins, ends), days in sorted(parts.items()))  # fmt: skip

    def _spans(self, day: str) -> list[tuple[int, int]]:
        said, found = self._said[f"hours.{day}"], []
        for part in filter(None, (one.strip() for one in said.split(","))):
            read = SPAN.fullmatch(part)
            begins, ends = 1, 0
            if read is not None:
                begins, ends = int(read[1]) * 60 + int(read[2] or 0), int(read[3]) * 60 + int(read[4] or 0)
            if not 0 <= begins < ends <= 1440:
                raise Wrong(self._text("“{field}”: write hours as 9:00–12:00, 13:00–19:00.",
                                       field=self._names[f"hours.{day}"]))  # fmt: skip
            found.append((begins, ends))
        return found

    def retries(self, before: Campaign) -> tuple[RetryRule, ...]:
        """Rules of outcomes; those after dispositions stay as they are."""
        rules = tuple(
            RetryRule(after=outcome, times=self.count(f"retry.{outcome}.times"),
                      minutes=self.count(f"retry.{outcome}.minutes"),
                      is_next_number=self._said[f"retry.{outcome}.next"] == YES)
            for outcome in RETRIED
        )  # fmt: skip
        return (*rules, *(rule for rule in before.retries if rule.after not in RETRIED))

    def limits(self, before: Limits) -> Limits:
        """What the law allows."""
        counts = {name: self.count(name) for name in LIMIT_COUNTS}
        confidence = self.number("confidence") / 100
        if not 0.5 <= confidence < 1:
            raise Wrong(self._text("“{field}” is between 50 and 99.", field=self._names["confidence"]))
        return msgspec.structs.replace(
            before, abandoned_share=self.number("abandoned_share") / 100, confidence=confidence,
            needs_consent=self._said["needs_consent"] == YES, **counts,
        )  # fmt: skip

    # --- lists of lines

    def _lines(self, name: str) -> list[list[str]]:
        return [[part.strip() for part in line.split(";")] for line in self._said[name].splitlines() if line.strip()]

    def _key(self, name: str, key: str) -> str:
        if not re.fullmatch(r"[^\s;]{1,64}", key):
            raise Wrong(self._text("“{field}”: “{said}” is no key, write letters and digits.", field=self._names[name],
                                   said=key))  # fmt: skip
        return key

    def dispositions(self) -> tuple[CampaignDisposition, ...]:
        """Results that operators give."""
        made = []
        for code, *rest in self._lines("dispositions"):
            title = rest[0] if rest else ""
            flags = set(_words(rest[1])) if len(rest) > 1 else set()
            for flag in flags - set(FLAGS):
                raise Wrong(self._text("“{said}” is none of: {words}.", said=flag, words=", ".join(FLAGS)))
            made.append(CampaignDisposition(
                code=self._key("dispositions", code), title=title, is_goal="goal" in flags,
                is_final="again" not in flags, is_refusal="refusal" in flags, plans_callback="appointment" in flags,
                needs_note="note" in flags))  # fmt: skip
        return tuple(made)

    def skip_reasons(self) -> tuple[tuple[str, str], ...]:
        """Key and name."""
        return tuple((self._key("skip_reasons", key), rest[0] if rest else key)
                     for key, *rest in self._lines("skip_reasons"))  # fmt: skip

    def quotas(self) -> tuple[Quota, ...]:
        """Field, value, most."""
        made = []
        for line in filter(None, (one.strip() for one in self._said["quotas"].splitlines())):
            read = re.fullmatch(r"(?:([^=:]*?)\s*=\s*(.*?))?\s*:\s*(\d{1,9})", line)
            if read is None:
                raise Wrong(self._text("“{said}”: write a quota as City = Brno: 100.", said=line))
            made.append(Quota(most=int(read[3]), field=read[1] or "", value=read[2] or ""))
        return tuple(made)

    def fields(self) -> tuple[FormField, ...]:
        """What operators fill in."""
        made = []
        for name, *rest in self._lines("fields"):
            title, kind, choices = (*rest, "", "", "")[:3]
            plain = kind.rstrip("*") or "text"
            if plain not in get_args(FieldKind):
                kinds = ", ".join(get_args(FieldKind))
                raise Wrong(self._text("“{said}” is none of: {words}.", said=plain, words=kinds))
            made.append(FormField(name=self._key("fields", name), title=title, kind=cast("FieldKind", plain),
                                  choices=_words(choices), is_required=kind.endswith("*")))  # fmt: skip
        return tuple(made)


def read_day(said: str) -> date | None:
    """24. 11. 2026 or 2026-11-24; None for anything else."""
    plain = re.sub(r"[\s\u00a0]", "", said)
    for form in (r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)", r"(?P<d>\d\d?)[./](?P<m>\d\d?)[./](?P<y>\d{4})"):
        found = re.fullmatch(form, plain)
        if found is not None:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _words(said: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in said.split(","))))
