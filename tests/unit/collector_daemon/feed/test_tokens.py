"""Session tokens: nobody else can make one, they end in time, and a chain of them ends too."""

import base64
from datetime import timedelta

import pytest

from collector_daemon.feed.tokens import Tokens
from shared.clock import HandClock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from tests.helpers.feed import SECRET, account

HOUR = timedelta(hours=1)


def _tokens(clock: HandClock, secret: bytes = SECRET) -> Tokens:
    return Tokens(secret, clock, lifetime=12 * HOUR, chain=24 * HOUR)


def _code(tokens: Tokens, token: str) -> str:
    with pytest.raises(Refused) as refusal:
        tokens.read(token)
    return refusal.value.code


def test_a_token_gives_back_the_account() -> None:
    tokens = _tokens(HandClock())
    someone = account("Žofie", "operator", {"support"}, agent="1001", version=3)
    token, _ = tokens.issue(someone)
    assert tokens.read(token).account == someone


def test_a_token_ends() -> None:
    clock = HandClock()
    token, expires_at = _tokens(clock).issue(account("eva"))
    assert expires_at == clock.now() + 12 * HOUR
    clock.advance(12 * HOUR)
    assert _code(_tokens(clock), token) == "token_expired"


def test_renewing_ends_when_the_password_is_too_old() -> None:
    clock = HandClock()
    tokens = _tokens(clock)
    first_at = clock.now()
    token, expires_at = tokens.issue(account("eva"))
    for _ in range(2):
        clock.advance(11 * HOUR)
        claims = tokens.read(token)
        token, expires_at = tokens.issue(claims.account, claims.signed_in_at)
    assert expires_at == first_at + 24 * HOUR


def test_a_lasting_token_is_good_until_its_own_end() -> None:
    clock = HandClock()
    tokens = _tokens(clock)
    wall = account("wall", "wallboard", {"support"}, version=2)
    token, expires_at = tokens.issue_lasting(wall, 3650 * 24 * HOUR)
    assert expires_at == clock.now() + 3650 * 24 * HOUR
    clock.advance(3649 * 24 * HOUR)
    assert (tokens.read(token).account, tokens.read(token).is_lasting) == (wall, True)
    clock.advance(24 * HOUR)
    assert _code(tokens, token) == "token_expired"


def test_who_may_do_more_than_look_gets_no_lasting_token() -> None:
    for more in ("operator", "administrator"):
        someone = Account(name="eva", roles=frozenset({"wallboard", more}))  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="only role"):
            _tokens(HandClock()).issue_lasting(someone, HOUR)


@pytest.mark.parametrize("token", ["", ".", "a.b", "…", "a" * 5000, "e30.e30", "\ud800.x", "a.b.c", "a=.c="])
def test_rubbish_is_no_token(token: str) -> None:
    assert _code(_tokens(HandClock()), token) == "token_invalid"


def test_a_changed_token_is_none() -> None:
    tokens = _tokens(HandClock())
    token, _ = tokens.issue(account("olga", "operator"))
    body, _, signature = token.partition(".")
    claims = base64.urlsafe_b64decode(body + "==").replace(b"operator", b"administrator")
    forged = base64.urlsafe_b64encode(claims).decode().rstrip("=")
    assert _code(tokens, f"{forged}.{signature}") == "token_invalid"
    assert _code(_tokens(HandClock(), SECRET[::-1]), token) == "token_invalid"


def test_a_short_secret_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        _tokens(HandClock(), b"short")
