"""Actions of alerts: told once and in order, tried again with patience, and never to anybody else's harm."""

import asyncio
import contextlib
import json
import socket
import sys
from pathlib import Path

import pytest

from collector_daemon.alerting.actions import Actions
from shared.errors import BadSecret
from tests.helpers.certificates import certificate_of_this_machine
from tests.helpers.hooks import hooks
from tests.helpers.smtp import smtp_server
from tests.helpers.waiting import wait_until
from tests.integration.alerting.notices import notice, parsed

HOSTILE = "; touch /tmp/x $(id) `id` \"'\\ && --queue\n%PATH% {level} ž\udcff"


@contextlib.asynccontextmanager
async def actions(text: str, **bounds):
    """The rule ``r`` with these keys, and who carries its actions out."""
    found = parsed(text)
    made = Actions(found.alert, found.mail, **({"pauses": (0.01, 0.01)} | bounds))
    try:
        yield made, found.alert[0]
    finally:
        await made.close()


async def until_done(made: Actions):
    await wait_until(lambda: not made.under_way, what="the actions")


def said(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"]


# --- webhook


async def test_a_webhook_gets_json_and_the_secret(monkeypatch):
    monkeypatch.setenv("CALLCENTRE_WEBHOOK_CHAT", "a-secret-of-the-chat")
    with hooks() as server:
        keys = f'webhook = "http://127.0.0.1:{server.server_port}/hook?room=1"\nwebhook_secret = "chat"'
        async with actions(keys) as (made, rule):
            made.tell(rule, notice(queue="podpora ž"))
            await until_done(made)
    ((path, headers, body),) = server.heard
    assert path == "/hook?room=1"
    assert headers["authorization"] == "Bearer a-secret-of-the-chat"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert body == {
        "event": "raised", "alert": "rule r support", "rule": "r", "title": "Many", "level": "warn", "pbx": "main",
        "queue": "podpora ž", "queue_title": "Podpora", "measure": "waiting", "value": 7.0, "limit": 5.0,
        "text": "Many – Podpora: waiting 7 (over 5)", "at": "2026-11-23T12:00:00.000Z",
        "since": "2026-11-23T12:00:00.000Z",
    }


async def test_another_header_has_the_bare_secret(monkeypatch):
    monkeypatch.setenv("CALLCENTRE_WEBHOOK_CHAT", "a-secret-of-the-chat")
    with hooks() as server:
        keys = f'webhook = "http://127.0.0.1:{server.server_port}"\nwebhook_secret = "chat"\nwebhook_header = "X-Key"'
        async with actions(keys) as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert server.heard[0][0] == "/"
    assert server.heard[0][1]["x-key"] == "a-secret-of-the-chat"


def test_a_secret_that_is_missing_or_fits_no_header_is_said_at_the_start(monkeypatch):
    found = parsed('webhook = "https://x.example.com/"\nwebhook_secret = "chat"')
    monkeypatch.delenv("CALLCENTRE_WEBHOOK_CHAT", raising=False)
    with pytest.raises(BadSecret, match="CALLCENTRE_WEBHOOK_CHAT"):
        Actions(found.alert, found.mail)
    monkeypatch.setenv("CALLCENTRE_WEBHOOK_CHAT", "klíč-ž")
    with pytest.raises(BadSecret, match="has letters that no header can hold"):
        Actions(found.alert, found.mail)


async def test_what_fails_in_passing_is_tried_again():
    with hooks() as server:
        server.answers = [503, 429, 200]
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/"') as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert len(server.heard) == 3


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (404, 1), (301, 1), (0, 1)])
async def test_what_fails_for_good_is_one_line(caplog, status, tries):
    with hooks() as server:
        server.answers = [status]
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/very-secret-path"') as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert len(server.heard) == tries
    assert said(caplog) == [f"alert rule r, raised: webhook: 127.0.0.1 answered {status or 'no HTTP'}"]


async def test_nobody_there_is_one_line(caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with actions(f'webhook = "http://127.0.0.1:{taken.getsockname()[1]}/"') as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert len(said(caplog)) == 1
    assert said(caplog)[0].startswith("alert rule r, raised: webhook: 127.0.0.1: ")


async def test_a_server_that_says_nothing_is_given_up(monkeypatch, caplog):
    monkeypatch.setattr("collector_daemon.alerting.webhook.Webhook.post.__defaults__", (0.05,))
    with hooks() as server:
        server.gate.clear()
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/"', pauses=()) as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert said(caplog) == ["alert rule r, raised: webhook: 127.0.0.1 did not answer within 0.05 s"]


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, caplog):
    with hooks(certificate_of_this_machine(tmp_path)) as server:
        async with actions(f'webhook = "https://127.0.0.1:{server.server_port}/"') as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
    assert server.heard == []
    assert said(caplog) == ["alert rule r, raised: webhook: 127.0.0.1: self-signed certificate"]


async def test_what_concerns_one_alert_is_told_in_order_and_others_do_not_wait():
    with hooks() as server:
        server.answers = [500, 500, 200]
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/"', pauses=(0.05, 0.05)) as (made, rule):
            for event in ("raised", "worsened", "cleared"):
                made.tell(rule, notice(event=event))
            made.tell(rule, notice(alert="rule r sales", event="raised", queue="sales"))
            await until_done(made)
    of_support = [body["event"] for _path, _headers, body in server.heard if body["queue"] == "support"]
    assert [event for event in of_support if event != "raised"] == ["worsened", "cleared"]
    assert of_support[-2:] == ["worsened", "cleared"]
    assert len(server.heard) >= 5


async def test_a_bounded_number_waits_and_the_rest_is_one_line(caplog):
    with hooks() as server:
        server.gate.clear()
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/"', most_waiting=20) as (made, rule):
            for number in range(50):
                made.tell(rule, notice(alert=f"rule r {number}"))
            assert made.under_way == 20
            await wait_until(lambda: len(server.heard) == 8, what="as many as may be under way")
            server.gate.set()
            await until_done(made)
    assert len(server.heard) == 20
    assert said(caplog) == ["too many actions of alerts wait; more are left out until there is room"]


@pytest.mark.expects_log("stopped before 1 actions of alerts were carried out")
async def test_a_stop_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr("collector_daemon.alerting.actions.GRACE_SECONDS", 0.05)
    with hooks() as server:
        server.gate.clear()
        async with actions(f'webhook = "http://127.0.0.1:{server.server_port}/"') as (made, rule):
            made.tell(rule, notice())
            await wait_until(lambda: server.heard, what="the request")
        assert not made.under_way


# --- program


def program(folder: Path, code: str, *arguments: str, seconds: float = 30.0) -> str:
    file = folder / "program.py"
    file.write_text(code, encoding="utf-8")
    argv = json.dumps([sys.executable, str(file), *arguments])
    return f"command = {argv}\ncommand_seconds = {seconds}"


TELL = """
import json, os, pathlib, sys
told = {"argv": sys.argv[1:], "environment": {k: v for k, v in os.environ.items() if k.startswith(("ALERT_", "CALL"))}}
out = pathlib.Path(__file__).with_name("told.json")
out.with_suffix(".draft").write_text(json.dumps(told))
out.with_suffix(".draft").replace(out)
"""


async def test_hostile_text_is_one_argument_and_no_secret_is_handed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("CALLCENTRE_AMI_MAIN", "a-secret-of-ours")
    keys = program(tmp_path, TELL, "{queue}", "--level={level}", "{} {unknown-word} {{", "plain")
    async with actions(keys) as (made, rule):
        made.tell(rule, notice(queue=HOSTILE))
        await until_done(made)
    told = json.loads((tmp_path / "told.json").read_text())
    as_one = HOSTILE.replace("\n", " ").replace("\udcff", " ")
    assert told["argv"] == [as_one, "--level=warn", "{} {unknown-word} {{", "plain"]
    assert told["environment"] == {
        "ALERT_EVENT": "raised", "ALERT_ALERT": "rule r support", "ALERT_RULE": "r", "ALERT_TITLE": "Many",
        "ALERT_LEVEL": "warn", "ALERT_PBX": "main", "ALERT_QUEUE": as_one, "ALERT_QUEUE_TITLE": "Podpora",
        "ALERT_MEASURE": "waiting", "ALERT_VALUE": "7", "ALERT_LIMIT": "5",
        "ALERT_TEXT": "Many – Podpora: waiting 7 (over 5)", "ALERT_AT": "2026-11-23T12:00:00.000Z",
        "ALERT_SINCE": "2026-11-23T12:00:00.000Z",
    }


async def test_a_program_that_fails_is_one_line_with_what_it_said(tmp_path, caplog):
    code = "import sys; print('one', file=sys.stderr); print('no\\x1b[31m bell', file=sys.stderr); sys.exit(3)"
    async with actions(program(tmp_path, code)) as (made, rule):
        made.tell(rule, notice())
        await until_done(made)
    (line,) = said(caplog)
    assert line.endswith(r"ended with 3: 'no\x1b[31m bell'")


async def test_a_program_that_is_not_there_is_one_line(caplog):
    async with actions('command = ["/nowhere/beep"]') as (made, rule):
        made.tell(rule, notice())
        await until_done(made)
    assert said(caplog) == [
        "alert rule r, raised: program: /nowhere/beep cannot be started: No such file or directory"]


async def test_a_program_without_end_is_ended_with_what_it_started(tmp_path, caplog):
    code = f"""
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(tmp_path / "child")!r}).write_text(str(child.pid))
time.sleep(600)
"""
    async with actions(program(tmp_path, code, seconds=5.0)) as (made, rule):
        made.tell(rule, notice())
        await until_done(made)
    assert said(caplog)[0].endswith("was ended after 5 s")
    child = int((tmp_path / "child").read_text())
    await wait_until(lambda: not _runs(child), what="the end of the child")


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


@pytest.mark.expects_log("stopped before 1 actions")
async def test_a_stop_ends_what_runs(tmp_path, monkeypatch):
    monkeypatch.setattr("collector_daemon.alerting.actions.GRACE_SECONDS", 0.05)
    code = f"""
import os, pathlib, time
pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
time.sleep(600)
"""
    async with actions(program(tmp_path, code)) as (made, rule):
        made.tell(rule, notice())
        await wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(), what="the program")
    process = int((tmp_path / "pid").read_text())
    await wait_until(lambda: not _runs(process), what="its end")


# --- mail


def mail_keys(port: int, more: str = "") -> str:
    return (
        'mail = ["boss@example.com", "night@example.com"]\n'
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsender = "callcentre@example.com"\n{more}'
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_of_this_machine(tmp_path_factory.mktemp("tls"))


async def test_mail_goes_under_starttls_with_a_password(certificate, monkeypatch):
    monkeypatch.setenv("CALLCENTRE_MAIL_PASSWORD", "a-password-of-mail")
    async with smtp_server(certificate, centre="a-password-of-mail") as server:
        keys = mail_keys(server.port, f'user = "centre"\nca = {json.dumps(str(certificate[0]))}')
        async with actions(keys) as (made, rule):
            made.tell(rule, notice(text="Many – Podpora ž: waiting\r\nBcc: x@example.com"))
            await until_done(made)
    (mail,) = server.mails
    assert (mail.sender, mail.to) == ("callcentre@example.com", ["boss@example.com", "night@example.com"])
    assert (mail.is_encrypted, mail.user) == (True, "centre")
    assert mail.message["Subject"] == "[warn] Many – Podpora ž: waiting  Bcc: x@example.com"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Bcc"] is None
    assert "queue_title: Podpora" in mail.message.get_content().splitlines()


async def test_mail_that_it_is_over(certificate):
    async with smtp_server() as server, actions(mail_keys(server.port, 'security = "none"')) as (made, rule):
        made.tell(rule, notice(event="cleared"))
        await until_done(made)
    assert server.mails[0].message["Subject"] == "[warn] Over: Many – Podpora: waiting 7 (over 5)"


async def test_without_starttls_nothing_is_sent_in_the_clear(caplog):
    async with smtp_server() as server, actions(mail_keys(server.port)) as (made, rule):
        made.tell(rule, notice())
        await until_done(made)
    assert server.mails == []
    assert said(caplog) == ["alert rule r, raised: mail: 127.0.0.1 does not offer what the settings ask for: "
                            "STARTTLS extension not supported by server."]


async def test_a_wrong_password_is_one_line_and_one_try(certificate, monkeypatch, caplog):
    monkeypatch.setenv("CALLCENTRE_MAIL_PASSWORD", "another-password")
    async with smtp_server(certificate, centre="a-password-of-mail") as server:
        keys = mail_keys(server.port, f'user = "centre"\nca = {json.dumps(str(certificate[0]))}')
        async with actions(keys) as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
        assert server.connections == 1
    assert said(caplog) == ["alert rule r, raised: mail: 127.0.0.1 answered 535"]


@pytest.mark.parametrize(("verb", "answer", "tries", "line"), [
    ("RCPT", b"550 nobody", 1, "127.0.0.1 refuses the recipients (550)"),
    ("RCPT", b"450 later", 3, "127.0.0.1 refuses the recipients (450)"),
    ("MAIL", b"451 later", 3, "127.0.0.1 answered 451"),
    ("DATA", b"554 no", 1, "127.0.0.1 answered 554"),
])
async def test_refused_mail(caplog, verb, answer, tries, line):
    async with smtp_server() as server:
        server.refusals[verb] = answer
        async with actions(mail_keys(server.port, 'security = "none"')) as (made, rule):
            made.tell(rule, notice())
            await until_done(made)
        assert server.connections == tries
    assert said(caplog) == [f"alert rule r, raised: mail: {line}"]


async def test_all_at_once_and_one_failing_does_not_harm_the_others(tmp_path, caplog):
    async with smtp_server() as server:
        with hooks() as web:
            web.answers = [404]
            keys = (f'webhook = "http://127.0.0.1:{web.server_port}/"\n' + program(tmp_path, TELL) + "\n"
                    + mail_keys(server.port, 'security = "none"'))
            async with actions(keys) as (made, rule):
                made.tell(rule, notice())
                await until_done(made)
        assert len(server.mails) == 1
    assert (tmp_path / "told.json").exists()
    assert said(caplog) == ["alert rule r, raised: webhook: 127.0.0.1 answered 404"]


async def test_a_rule_without_actions_does_nothing():
    async with actions("") as (made, rule):
        made.tell(rule, notice())
        await asyncio.sleep(0)
        assert not made.under_way
