"""The settings of one PBX. Its secret is not among them: see ``ami_secret``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from collector_daemon.settings.checks import checked_regex, checked_zone, is_loopback
from shared.credentials import Secret, find_secret
from shared.settings import Section

Port = Annotated[int, Meta(ge=1, le=65535)]


class TlsToPbx(Section, frozen=True, kw_only=True):
    """TLS towards the PBX."""

    enabled: Annotated[
        bool, Meta(description="Speak TLS (manager.conf: tlsenable; its usual port is 5039).")
    ] = False
    ca: Annotated[
        Path | None,
        Meta(
            description="File of the authority, or the PBX's self-signed certificate; else the system's authorities.",
            examples=["/etc/callcentre/pbx.pem"],
        ),
    ] = None
    verify: Annotated[
        Literal["full", "certificate", "none"],
        Meta(
            description="What is checked: certificate and host name, the certificate alone, or nothing (do not)."
        ),
    ] = "full"
    server_name: Annotated[
        str, Meta(description="Name that the certificate is for, where it is not the host.")
    ] = ""


class PbxSettings(Section, frozen=True, kw_only=True):
    """One Asterisk."""

    name: Annotated[
        str,
        Meta(
            description="Our name for this PBX, kept in every fact: never change it. Letters, digits, - and _.",
            pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$",
            examples=["main"],
        ),
    ]
    host: Annotated[str, Meta(description="Host name or address of its AMI.", min_length=1)] = "127.0.0.1"
    port: Annotated[Port, Meta(description="AMI port: 5038, with TLS 5039.")] = 5038
    user: Annotated[
        str, Meta(description="AMI user (a section of manager.conf).", min_length=1, examples=["collector"])
    ]
    secret_file: Annotated[
        Path | None,
        Meta(
            description="File with the AMI secret, readable by its owner alone. Or set CALLCENTRE_AMI_<NAME>.",
            examples=["/etc/callcentre/ami_main"],
        ),
    ] = None
    login: Annotated[
        Literal["challenge", "plain"],
        Meta(
            description="challenge: the secret does not cross the network. plain: for a PBX that allows no MD5."
        ),
    ] = "challenge"
    events: Annotated[
        str,
        Meta(
            description="Event classes asked for, as far as manager.conf grants them; on: all that it grants.",
        ),
    ] = "system,call,agent,user,dialplan,dtmf"
    allow_plain: Annotated[
        bool,
        Meta(
            description="Allow AMI without TLS to a host that is not this machine: everybody on the way can read it.",
        ),
    ] = False
    trunks: Annotated[
        list[str],
        Meta(
            description="Devices of lines to the outside, e.g. PJSIP/trunk; * stands for anything.",
            examples=[["PJSIP/trunk*"]],
        ),
    ] = []
    extensions: Annotated[
        str, Meta(description="Regular expression of what is an extension of ours (whole number).")
    ] = r"\d{2,5}"
    timezone: Annotated[
        str, Meta(description="Time zone of this PBX where it is not the centre's, e.g. Europe/Prague.")
    ] = ""
    ping_seconds: Annotated[
        float,
        Meta(
            description="Seconds of silence after which the PBX is asked whether it is still there.",
            ge=0.05,
            le=3600,
        ),
    ] = 10.0
    answer_seconds: Annotated[
        float, Meta(description="Seconds it has to answer: connecting with login, a ping.", ge=0.05, le=600)
    ] = 10.0
    survey_minutes: Annotated[float, Meta(
        description="Minutes between two looks at what is going on, beside the one after each login; 0: none.",
        ge=0, le=1440)] = 10.0
    retry_seconds: Annotated[
        float, Meta(description="First wait after a lost connection; it doubles up to 30 s.", ge=0.01, le=30)
    ] = 1.0
    refused_retry_seconds: Annotated[
        float,
        Meta(description="First wait after a refused login; it doubles up to 10 minutes.", ge=0.01, le=600),
    ] = 15.0
    transfer_context: Annotated[
        str, Meta(description="Dialplan context in which operators' transfers are dialled.")
    ] = "from-internal"
    dial_context: Annotated[
        str, Meta(description="Dialplan context in which operators' own calls are dialled; empty: transfer_context.")
    ] = ""
    dial_seconds: Annotated[
        float, Meta(description="Seconds that an operator's own phone rings when he dials by a program.", ge=1, le=300)
    ] = 30.0
    check_numbers: Annotated[
        bool,
        Meta(description="Before a call is passed on, ask the PBX whether its dialplan knows the number: a customer\n"
             "passed on to nowhere is hung up. Needs the class reporting (write) in manager.conf.\n"
             "false: for dialplans that look numbers up elsewhere (switch =>)."),
    ] = True
    park_number: Annotated[
        str,
        Meta(description="The parking lot's own number in transfer_context (res_parking.conf: parkext), if the\n"
             "dialplan runs Park there. Without it calls are parked by the action Park, and app_queue believes that\n"
             "the agent talks until the customer hangs up: its figures are wrong, and its wrapuptime keeps him busy.",
             pattern=r"^[0-9*#]{0,32}$"),
    ] = "700"
    hold: Annotated[
        Literal["none", "notify"],
        Meta(description="notify: phones are told by SIP to hold and go on (Event: hold, talk), which they must\n"
             "allow; needs chan_pjsip and the class system. none: operators hold at the phone."),
    ] = "none"
    queue_log: Annotated[
        Path | None,
        Meta(
            description="Asterisk's own queue_log, if this machine can read it: fills gaps and checks figures.",
            examples=["/var/log/asterisk/queue_log"],
        ),
    ] = None

    tls: Annotated[TlsToPbx, Meta(description="TLS towards this PBX.")] = TlsToPbx()

    @property
    def can_hold(self) -> bool:
        """Whether call.hold works here."""
        return self.hold == "notify"

    def __post_init__(self) -> None:
        checked_regex(self.extensions, "extensions")
        if self.timezone:
            checked_zone(self.timezone, "timezone")
        if not self.tls.enabled and not self.allow_plain and not is_loopback(self.host):
            raise ValueError(
                f"{self.host} is not this machine: set tls.enabled (or allow_plain) for pbx {self.name}"
            )


def ami_secret(pbx: PbxSettings) -> Secret:
    """The secret of a PBX's AMI user. Raises BadSecret with one line that says what could be set."""
    return find_secret(f"ami_{pbx.name.lower()}", pbx.secret_file)
