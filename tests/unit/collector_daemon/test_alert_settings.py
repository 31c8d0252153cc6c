"""Alert rules in the settings: every mistake is one line that names the rule and the place."""

import re
from pathlib import Path

import pytest

from collector_daemon import settings
from shared.domain.conditions import Margin
from shared.errors import BadSecret, BadSettings

RULE = '[[alert]]\nname = "r"\n'
GOOD = RULE + 'when = "waiting > 5"\n'


def test_a_rule_of_one_level():
    (rule,) = settings.parse(RULE + 'when = "longest_wait > 60 and paused >= 1"\nlevel = "bad"\nhysteresis = 10').alert
    assert list(rule.conditions) == ["bad"]
    assert rule.margin == Margin(10.0)


def test_a_rule_of_two_levels_with_everything():
    (rule,) = settings.parse(
        RULE + 'title = "VIP"\nqueues = ["vip"]\nscope = "together"\nwarn = "service_level < 80"\n'
        'bad = "service_level < 60 and offered > 10"\nhysteresis = "5 %"\nafter_seconds = 30\nsound = true\n'
        'tell_cleared = true\nwebhook = "https://chat.example.com/hook?x=1"\nwebhook_secret = "chat"\n'
        'command = ["/usr/bin/beep", "--level={level}", "{queue}"]\nmail = ["boss@example.com"]\n'
        '[mail]\nhost = "mail.example.com"'
    ).alert
    assert list(rule.conditions) == ["warn", "bad"]
    assert rule.margin == Margin(5.0, is_share=True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RULE, r"alert\[1\]: rule r: set 'when', or 'warn' and 'bad'"),
        (GOOD + 'bad = "waiting > 9"', "rule r: set 'when', or 'warn' and 'bad'"),
        (RULE + 'when = "longest_wate > 60"', "rule r: when 'longest_wate > 60': at character 1: 'longest_wate' is no "
         "measure; did you mean 'longest_wait'?"),
        (RULE + 'bad = "waiting > 5 and"', "rule r: bad 'waiting > 5 and': at character 16: expected a measure"),
        (RULE + 'warn = "waiting > 5 \\n or x"', "rule r: warn .*: at character 18: 'x' is no measure"),
        (GOOD + "hysteresis = 6", "rule r: when .*: waiting > 5 with a hysteresis of 6 would never end"),
        (GOOD + 'hysteresis = "a bit"', "rule r: hysteresis 'a bit' is neither a number from 0 on"),
        (GOOD + "hysteresis = -1", "rule r: hysteresis -1.0 is neither a number|rule r: hysteresis '-1.0' is neither"),
        (GOOD + 'level = "worse"', "level: .*'worse'"),
        (GOOD + "after_seconds = -1", "after_seconds"),
        (GOOD + 'scope = "all"', "scope: .*'all'"),
        (GOOD + GOOD.replace('"r"', '"R"'), "two alert rules are named 'R'"),
        ('[[alert]]\nname = "a b"\nwhen = "waiting > 5"', r"alert\[0\].name|name"),
        ('[[alert]]\nwhen = "waiting > 5"', "missing key 'name'"),
        (GOOD + 'mail = ["a@example.com"]', r"rule r: mail needs \[mail\] host"),
        (GOOD + 'mail = ["a@example.com\\nBcc: b@example.com"]', "mail"),
        (GOOD + 'webhook = "ftp://x/y"', "rule r: webhook is no address like https://host/path"),
        (GOOD + 'webhook = "https://x/y z"', "rule r: webhook is no address"),
        (GOOD + 'webhook = "https://x/\\r\\nX: y"', "rule r: webhook is no address"),
        (GOOD + 'webhook = "https://[x/"', "rule r: webhook is no address"),
        (GOOD + 'webhook = "https://me:pass@x/"', "rule r: webhook holds a user"),
        (GOOD + 'webhook = "http://x/"\nwebhook_secret = "chat"', "rule r: webhook_secret would be readable"),
        (GOOD + 'webhook_header = "X: y"', "webhook_header"),
        (GOOD + 'command = ["beep", "{caller}"]', r"rule r: command has \{caller\}; there are event, alert, rule"),
        (GOOD + 'command = ["{queue}"]', "rule r: command must begin with the name of a program"),
        (GOOD + 'command = [""]', "rule r: command must begin with the name of a program"),
        (GOOD + 'command = ["alarm.BAT"]', "rule r: command is a batch file"),
        (GOOD + 'command = "beep loudly"', "command: Expected 'array'"),
        ('[mail]\nhost = "mail.example.com"\nuser = "x"\nsecurity = "none"', "mail: a password for mail.example.com"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_rule_and_the_place(text, line):
    with pytest.raises(BadSettings) as caught:
        settings.parse(text)
    assert re.search(line, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


def test_rules_there_are_by_default():
    assert [rule.name for rule in settings.defaults().alert_rules] == ["long_wait", "nobody_ready"]
    assert [rule.name for rule in settings.parse(GOOD).alert_rules] == ["r"]
    assert settings.parse("[centre]\ndefault_alerts = false").alert_rules == ()
    assert settings.parse("[centre]\ndefault_alerts = false\n" + GOOD).alert_rules[0].name == "r"


def test_secrets(monkeypatch):
    (rule,) = settings.parse(GOOD + 'webhook = "https://x/"\nwebhook_secret = "Chat"').alert
    monkeypatch.delenv("CALLCENTRE_WEBHOOK_CHAT", raising=False)
    with pytest.raises(BadSecret, match="CALLCENTRE_WEBHOOK_CHAT"):
        settings.webhook_secret(rule)
    monkeypatch.setenv("CALLCENTRE_WEBHOOK_CHAT", "a-test-secret-of-alerts")
    found = settings.webhook_secret(rule)
    assert found is not None
    assert found.reveal() == "a-test-secret-of-alerts"
    mail = settings.parse('[mail]\nhost = "mail.example.com"\nuser = "x"').mail
    with pytest.raises(BadSecret, match="CALLCENTRE_MAIL_PASSWORD"):
        settings.mail_password(mail)
    assert settings.mail_password(settings.defaults().mail) is None
    assert settings.webhook_secret(settings.parse(GOOD).alert[0]) is None


def test_the_example_of_the_administrators_guide_is_good():
    text = Path(settings.__file__).parents[1].joinpath("ADMINISTRATION.md").read_text(encoding="utf-8")
    example = text.partition("\n## Alerts\n")[2].partition("```toml\n")[2].partition("```")[0]
    assert [rule.name for rule in settings.parse(example).alert_rules] == ["vip_waits", "pauses"]
