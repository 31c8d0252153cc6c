"""Words for what a story must come out as: parts of call records (contracts of `replay --print calls`).

Only what the script made sure of is said. Numbers are seconds, to be compared with a tolerance; a list that
is said must be there in that order, and nothing more of its kind.
"""

from typing import Any

Record = dict[str, Any]
LENGTH_TOLERANCE = 0.7  # seconds; phones, SIP and the PBX's threads lie between a script and an event
LENGTHS = ("talk", "hold", "wait", "ring")


def said(**values: Any) -> Record:
    """A record of what was said, without the rest."""
    return {key: value for key, value in values.items() if value is not None}


def inbound(caller: str, outcome: str | None = "answered", **more: Any) -> Record:
    """A customer's call."""
    return said(direction="inbound", caller=caller, outcome=outcome, **more)


def outbound(caller: str | None, called: str, outcome: str | None, **more: Any) -> Record:
    """An operator's call (or, with caller None, the dialer's)."""
    return {"direction": "outbound", "caller": caller, **said(called=called, outcome=outcome, **more)}


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
    return said(queue=queue, outcome=outcome, agent=agent, attempts=tried if attempts is not None else None, **more)


def talk(party: str, seconds: float | None = None, **more: Any) -> Record:
    """A conversation: `seconds` of talk without holds."""
    return said(party=party, talk=seconds, **more)


def transfer(kind: str, by: str, to: str | None = None, completed: bool = True) -> Record:
    """A transfer, blind or attended."""
    return said(kind=kind, by=by, to=to, completed=completed)


def differences(records: list[Record], told: list[Record]) -> list[str]:
    """What of the expected records is not in the told ones, one line each."""
    free = list(told)
    found = []
    for record in records:
        candidates = [one for one in free if _is_same_call(record, one)]
        if not candidates:
            found.append(f"no {record['direction']} call of {record['caller']} to {record.get('called', 'us')}")
            continue
        best = min(candidates, key=lambda one: len(_unlike(record, one)))
        free.remove(best)
        found += [f"call {best['call']}: {line}" for line in _unlike(record, best)]
    return found


def _is_same_call(record: Record, told: Record) -> bool:
    names = [name for name in ("direction", "caller", "called") if name in record]
    return all(record[name] == told[name] for name in names)


def _unlike(expected: Record, told: Record) -> list[str]:
    lines = []
    for name, value in expected.items():
        mine = told.get(name)
        if isinstance(value, list):
            lines += _unlike_lists(name, value, _asked(name, value, mine or []))
        elif name in LENGTHS:
            if mine is None or abs(mine - value) > LENGTH_TOLERANCE:
                lines.append(f"{name} {mine} is {value}")
        elif mine != value:
            lines.append(f"{name} {mine} is {value}")
    return lines


def _asked(name: str, expected: list[Record], told: list[Record]) -> list[Record]:
    """A consultation is a conversation of either agent; an expectation need not say both."""
    if name != "conversations":
        return told
    parties = [one["party"] for one in expected if one.get("kind") == "consultation"]
    return [one for one in told if one.get("kind") != "consultation" or one["party"] in parties]


def _unlike_lists(name: str, expected: list[Record], told: list[Record]) -> list[str]:
    """Each expected item takes the told one that fits it best; nothing may be left over."""
    if len(expected) != len(told):
        return [f"{name}: {len(told)} told, {len(expected)} expected: {[_brief(one) for one in told]}"]
    free, lines = list(told), []
    for item in expected:
        best = min(free, key=lambda one: len(_unlike(item, one)))
        free.remove(best)
        lines += [f"{name}: {line}" for line in _unlike(item, best)]
    return lines


def _brief(told: Record) -> str:
    words = ("queue", "agent", "party", "with", "kind", "by", "to", "outcome", "result")
    return " ".join(str(told[word]) for word in words if told.get(word))
