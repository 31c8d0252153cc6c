"""Questions as the dialplan asks them."""

from collector_daemon.asterisk.fast_agi import Question


def question(*arguments: str, path: str = "") -> Question:
    """From one leg."""
    return Question(path=path, channel="PJSIP/1001-00000002", uniqueid="17.2", arguments=arguments)
