"""Logging in to a PBX: by challenge (the secret does not cross the wire) or plainly, and TLS."""

from __future__ import annotations

import hashlib
import ssl

from collector_daemon.asterisk.requests import Request
from collector_daemon.asterisk.wire import Wire
from collector_daemon.capture import Headers
from collector_daemon.settings import PbxSettings, TlsToPbx
from shared.credentials import Secret
from shared.errors import BadSettings, Refused


class LoginRefused(Refused):
    """The PBX does not let this user in: wrong name or secret, an ACL, or no AMI at this port."""


def tls_context(tls: TlsToPbx, pbx: str) -> ssl.SSLContext:
    """The TLS to speak with a PBX. Raises BadSettings where the CA file can't be read."""
    try:
        context = ssl.create_default_context(cafile=str(tls.ca) if tls.ca else None)
    except (OSError, ssl.SSLError) as problem:
        raise BadSettings(f"pbx {pbx}: tls.ca {tls.ca} is no file of certificates ({problem})") from None
    context.check_hostname = tls.verify == "full"
    if tls.verify == "none":
        context.verify_mode = ssl.CERT_NONE
    return context


async def log_in(wire: Wire, pbx: PbxSettings, secret: Secret) -> None:
    """Make the PBX's acquaintance. Raises LoginRefused with one line that says who refused what."""
    banner = await wire.banner
    if "Call Manager" not in banner:
        raise LoginRefused(f"no AMI at {pbx.host}:{pbx.port}, it says {banner[:60]!r}")
    proof: dict[str, str | list[str]] = {"Secret": secret.reveal()}
    if pbx.login == "challenge":
        challenge = await _ask(wire, {"Action": "Challenge", "AuthType": "MD5"}, pbx)
        digest = hashlib.md5(
            f"{challenge.get('Challenge', '')}{secret.reveal()}".encode(), usedforsecurity=False
        )
        proof = {"AuthType": "MD5", "Key": digest.hexdigest()}
    await _ask(wire, {"Action": "Login", "Username": pbx.user, "Events": pbx.events, **proof}, pbx)


async def _ask(wire: Wire, action: dict[str, str | list[str]], pbx: PbxSettings) -> Headers:
    request = Request(action)
    if action["Action"] == "Login":
        # Known to the wire before the answer: events may follow it within one read.
        wire.login_id = request.id
    await wire.send(request)
    answer = request.answers()[-1]
    if answer.get("Response") != "Success":
        raise LoginRefused(f"login as {pbx.user!r} refused: {answer.get('Message', 'no reason given')}")
    return answer
