"""Words for what a story must come out as: parts of call records (contracts of `replay --print calls`).

Only what the script made sure of is said. Numbers are seconds, to be compared with a tolerance; a list that
is said must be there in that order, and nothing more of its kind.
"""

from typing import Any

Record = dict[str, Any]


def said(**values: Any) -> Record:
    """A record of what was said, without the rest."""
    return {key: value for key, value in values.items() if value is not None}


def inbound(caller: str, outcome: str = "answered", **more: Any) -> Record:
    """A customer's call."""
    return said(direction="inbound", caller=caller, outcome=outcome, **more)


def outbound(caller: str | None, called: str, outcome: str, **more: Any) -> Record:
    """An operator's call (or, with caller None, the dialer's)."""
    return {"direction": "outbound", "caller": caller, "called": called, "outcome": outcome, **said(**more)}


def internal(caller: str, called: str, outcome: str, **more: Any) -> Record:
    """A call between two operators."""
    return said(direction="internal", caller=caller, called=called, outcome=outcome, **more)


def visit(
    queue: str,
    outcome: str = "answered",
    agent: str | None = None,
    attempts: list[str] | None = None,
    **more: Any,
) -> Record:
    """A stay in a queue; attempts as "1001 answered", in any order."""
    tried = [dict(zip(("agent", "result"), attempt.split(), strict=True)) for attempt in attempts or []]
    return said(
        queue=queue, outcome=outcome, agent=agent, attempts=tried if attempts is not None else None, **more
    )


def talk(party: str, seconds: float | None = None, **more: Any) -> Record:
    """A conversation: `seconds` of talk without holds."""
    return said(party=party, talk=seconds, **more)


def transfer(kind: str, by: str, to: str, completed: bool = True) -> Record:
    """A transfer, blind or attended."""
    return said(kind=kind, by=by, to=to, completed=completed)
