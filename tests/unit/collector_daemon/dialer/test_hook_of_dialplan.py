"""The dialplan that the manual gives is the one that the real Asterisk of the tests has."""

from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_the_manual_says_what_is_tested() -> None:
    dialplan = (ROOT / "tests/end2end/pbx/etc/extensions.conf").read_text(encoding="utf-8")
    manual = (ROOT / "collector_daemon/ADMINISTRATION.md").read_text(encoding="utf-8")
    hook = dialplan[dialplan.index("[dialer-out]"):dialplan.index("; ---- filled by res_parking")].rstrip()
    assert f"```\n{hook}\n```" in manual
    keys = dialplan[dialplan.index("[queue-keys]"):dialplan.index("exten => 0,1,Goto(direct,1005,1)")].rstrip()
    assert f"\n{keys}\n```" in manual
