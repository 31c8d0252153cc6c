"""Rights as levels, guards, the audit's words: what the page of administration says, without a window."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.accounts import RIGHTS, RIGHTS_OF, ROLES
from shared.domain.description import CentreDescription
from shared.language import Language
from supervisor_console.administration.presenter import accounts, acts, audit, matrix, present, questions, words
from supervisor_console.administration.presenter.moment import (
    AccountsMoment,
    Around,
    AuditFilter,
    AuditMoment,
    Moment,
)
from supervisor_console.administration.screen.accounts import AccountForm
from supervisor_console.knowing import Knowing
from supervisor_console.reports.accounts import AccountFound, AccountsFound
from supervisor_console.reports.audit import AuditChain, AuditEntry

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENGLISH = Language.of("en")
AROUND = Around(
    language=ENGLISH, zone=ZoneInfo("Europe/Prague"), now=NOW, centre=CentreDescription(), account="pavel",
    rights=frozenset(RIGHTS),
)  # fmt: skip
FOUND = AccountsFound(
    accounts=(
        AccountFound(name="pavel", title="Pavel", roles=("administrator",)),
        AccountFound(name="eva", title="Eva", roles=("administrator",)),
        AccountFound(name="jana", title="Jana Malá", roles=("operator",), extension="1001",
                     locked_until=NOW + timedelta(minutes=9)),
        AccountFound(name="petr", roles=("supervisor",), is_enabled=False),
    ),
    rights=dict(RIGHTS_OF),
)


def shown(**changed):
    return present(Moment(around=AROUND, accounts=AccountsMoment(found=FOUND, **changed))).accounts


def test_every_right_is_in_the_matrix_once():
    said = [right for thing in matrix.THINGS for right in (thing.whole, thing.own) if right is not None]
    assert sorted(said) == sorted(RIGHTS)


@pytest.mark.parametrize("thing", matrix.THINGS, ids=lambda thing: thing.key)
def test_steps_go_round_and_touch_nothing_else(thing):
    rest = frozenset(RIGHTS) - {thing.whole, thing.own}
    levels, rights = [], rest
    for _step in range(3 if thing.own else 2):
        levels.append(matrix.level(rights, thing))
        assert rights - {thing.whole, thing.own} == rest
        rights = matrix.stepped(rights, thing)
    assert levels == (["none", "own", "all"] if thing.own else ["none", "all"])
    assert matrix.level(rights, thing) == "none"


def test_a_draft_lists_what_is_different_and_guards_the_own_administration():
    draft = {**RIGHTS_OF, "quality": RIGHTS_OF["quality"] - {"recording.open"}}
    rights = shown(draft=draft).rights
    assert rights.changes == ("Quality, Play recordings: all → —",)
    assert not rights.save.refusal
    lost = {**RIGHTS_OF, "administrator": RIGHTS_OF["administrator"] - {"administration"}}
    assert "lose the administration yourself" in shown(draft=lost).rights.save.refusal
    assert matrix.is_fixed("administrator", matrix.thing_of("administration"))
    assert shown(draft=dict(RIGHTS_OF)).rights.save.refusal == "Nothing is changed yet."


def test_states_and_what_may_be_done():
    lines = {line.name: line for line in shown().lines}
    assert [lines[name].state.text for name in ("pavel", "jana", "petr")] == ["Active", "Locked", "Disabled"]
    assert "own account" in shown(chosen="pavel").deeds["account_switch"].refusal
    assert not shown(chosen="eva").deeds["account_switch"].refusal
    assert not shown(chosen="jana").deeds["account_unlock"].refusal
    assert shown(chosen="petr").deeds["account_switch"].text == "Enable"


def test_filters_by_role_and_words():
    assert [line.name for line in shown(role="operator").lines] == ["jana"]
    assert [line.name for line in shown(text="malá").lines] == ["jana"]
    assert [line.name for line in shown(text="1001").lines] == ["jana"]
    assert [line.name for line in shown(role=accounts.WITH_EXTENSION).lines] == ["jana"]
    assert shown(text="nobody").empty == "No account is like that."


def test_while_the_daemon_is_away_it_is_said_and_nothing_can_be_changed():
    around = Around(**{name: getattr(AROUND, name) for name in Around.__struct_fields__} | {"daemon_away_since": NOW})
    screen = present(Moment(around=around, accounts=AccountsMoment(found=FOUND, chosen="eva")))
    assert screen.strip is not None
    assert "13:00:00" in screen.strip.text
    assert screen.accounts is not None
    assert all(deed.refusal for deed in (screen.accounts.new, screen.accounts.rights.edit))
    away = present(Moment(around=AROUND, accounts=AccountsMoment(knowing=Knowing(away_since=NOW))))
    assert away.strip is not None
    assert away.strip.button == "Try now"


@pytest.mark.parametrize(
    ("form", "words_of_it"),
    [
        (AccountForm(name="9x", roles=("operator",), password="x" * 8), "begins with a letter"),
        (AccountForm(name="eva", roles=("operator",), password="x" * 8), "already"),
        (AccountForm(name="nova", password="x" * 8), "at least one role"),
        (AccountForm(name="nova", roles=("operator",), queues=(), password="x" * 8), "at least one queue"),
        (AccountForm(name="nova", roles=("operator",), password="short"), "at least 8"),
        (AccountForm(name="nova", roles=("operator",), password="x" * 8), ""),
        (AccountForm(name="nova", roles=("operator",), password="x" * 8, skills="sales 8, b2b", languages="cs"), ""),
        (AccountForm(name="nova", roles=("operator",), password="x" * 8, skills="sales 12"), "sales 12"),
        (AccountForm(name="nova", roles=("operator",), password="x" * 8, languages="Czech"), "no language"),
    ],
)
def test_mistakes_of_a_new_account(form, words_of_it):
    said = questions.mistake(form, FOUND, AROUND, is_new=True)
    assert words_of_it in said
    assert bool(said) == bool(words_of_it)


def test_nobody_takes_the_administration_from_himself():
    form = AccountForm(name="pavel", roles=("supervisor",))
    assert "own account" in questions.mistake(form, FOUND, AROUND, is_new=False)


def entry(act: str, detail: str = "") -> AuditEntry:
    return AuditEntry(
        id=7, happened_at=NOW, account="eva", subject="jana", origin="10.0.0.1", act=act, detail=detail
    )


def line(one: AuditEntry):
    moment = AuditMoment(entries=(one,), chain=AuditChain(entries=48_213, first_broken=None))
    screen = present(Moment(around=AROUND, tab="audit", accounts=AccountsMoment(found=FOUND), audit=moment)).audit
    assert screen is not None
    return screen.lines[0], screen


def test_the_audit_in_words():
    done, screen = line(entry("supervise.listen", "call 7.1, phone 1009: done"))
    assert (done.who.text, done.act.text, done.outcome.text) == ("Eva", "Listening", "Done")
    assert (done.subject.text, done.subject.more) == ("Jana Malá", "call 7.1, phone 1009")
    assert screen.chain.text == "Chain unbroken, 48,213 entries"
    refused, _screen = line(entry("supervise.barge", "call 7.1: not_allowed"))
    assert refused.outcome.text == "Refused: no right"
    assert line(entry("sign-in: wrong_credentials"))[0].outcome.text == "Refused: wrong password"
    assert line(entry("sign-in: welcome"))[0].outcome.text == "Done"
    newer, _screen = line(entry("something: new", "more"))
    assert (newer.act.text, newer.subject.more) == ("something: new", "more")


def test_a_broken_chain_is_told():
    moment = AuditMoment(chain=AuditChain(entries=9, first_broken=4))
    screen = present(Moment(around=AROUND, tab="audit", audit=moment)).audit
    assert screen is not None
    assert (screen.chain.text, screen.chain.token) == ("Chain broken from entry 4 on", "bad")


def test_what_is_searched_is_understood_in_the_readers_words():
    wanted = audit.wanted(AuditFilter(text="whispering 1003", group="calls", preset="today"), AROUND)
    assert wanted.words == ("whispering", "1003")
    assert wanted.acts_said == (("supervise.whisper",), ())
    assert "supervise" in wanted.beginnings
    assert (wanted.since, wanted.until) == (
        datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)
    )
    assert all(any(act.startswith(acts.GROUPS[name][1]) for act in acts.ACTS) for name in acts.GROUPS)


def test_sizes_and_moments():
    assert [words.size(number, ENGLISH) for number in (None, 7, 1_400_000, 250_000_000_000)] == [
        "—", "7\u00a0B", "1.4\u00a0MB", "250\u00a0GB"
    ]
    zone = ZoneInfo("Europe/Prague")
    assert words.moment_of(NOW - timedelta(days=1), NOW, zone, ENGLISH) == "yesterday 13:00"
    assert set(words.ROLE_WORDS) == set(ROLES)
