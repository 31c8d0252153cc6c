"""One mail about an alert; in whatever thread it is called."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage

from collector_daemon.alerting.failing import ActionFailed
from collector_daemon.alerting.notice import Notice
from collector_daemon.post import Post, SendFailed


def send(post: Post, to: Sequence[str], notice: Notice) -> None:
    """Write it and hand it to the server. Raises ActionFailed."""
    try:
        post.send(written(post, notice, to))
    except SendFailed as problem:
        raise ActionFailed(str(problem), is_final=problem.is_final) from None


def written(post: Post, notice: Notice, to: Sequence[str]) -> EmailMessage:
    """The mail. Raises SendFailed."""
    words = notice.words()
    over = "Over: " if notice.event == "cleared" else ""
    message = post.letter(to, f"[{words['level']}] {over}{words['text']}", notice.at)
    message.set_content("\n".join(f"{name}: {word}" for name, word in words.items()) + "\n")
    return message
