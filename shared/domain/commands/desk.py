"""Commands about the customer of a call: what the agent notes, what is planned, what is known. Pure.

What is noted has a ``key`` of the client's, so that a panel that was cut off may send it again.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from shared.domain.commands.parameters import Instant, Key, Parameters, Text, Word

Values = Annotated[dict[Word, Text], msgspec.Meta(max_length=200)]
"""Fields of a form or of a CRM's answer by name."""


class CallNote(Parameters, frozen=True, kw_only=True):
    """The agent's note about a call; another one by the same agent replaces it. ``at``: when it was written."""

    call: Word
    text: Text
    key: Key | None = None
    at: Instant | None = None


class CallDisposition(Parameters, frozen=True, kw_only=True):
    """The agent's own code for the result of a call; another one by the same agent replaces it."""

    call: Word
    code: Word
    text: Text = ""
    key: Key | None = None
    at: Instant | None = None


class CallFields(Parameters, frozen=True, kw_only=True):
    """What was filled in, or found in the CRM, about a call. ``form`` says which: a form's name or a CRM link's."""

    call: Word
    form: Word
    values: Values
    key: Key | None = None
    at: Instant | None = None


class CallbackPlan(Parameters, frozen=True, kw_only=True):
    """Somebody shall call this number at ``due``; ``is_own``: the agent himself, else anybody of the queue."""

    number: Word
    due: Instant
    key: Key
    call: Word | None = None
    queue: Word | None = None
    text: Text = ""
    is_own: bool = True


class CallbackEnd(Parameters, frozen=True, kw_only=True):
    """A planned call is done, or (not ``is_done``) will not be made. ``callback`` is the key it was planned under."""

    callback: Key
    is_done: bool = True


class CallbackList(Parameters, frozen=True, kw_only=True):
    """The calls that are planned for the agent and not done, in order of their time."""


class CustomerFind(Parameters, frozen=True, kw_only=True):
    """What is known of who calls from this number: earlier calls, notes, outcomes; ``call``: without this one."""

    number: Word
    call: Word | None = None
