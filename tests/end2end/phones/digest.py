"""Digest authentication of RFC 2617, MD5, with and without qop."""

import hashlib
import re

from .message import SipMessage, token


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def authorization(challenge: SipMessage, user: str, password: str, method: str, uri: str) -> str:
    """The header line that answers a 401 or 407."""
    asked = challenge.header("www-authenticate") or challenge.header("proxy-authenticate")

    def part(name: str) -> str:
        found = re.search(name + r'="?([^",]+)"?', asked)
        return found.group(1) if found else ""

    realm, nonce, qop, opaque, own = part("realm"), part("nonce"), part("qop"), part("opaque"), token(8)
    who, what = _md5(f"{user}:{realm}:{password}"), _md5(f"{method}:{uri}")
    signed = _md5(f"{who}:{nonce}:00000001:{own}:auth:{what}" if qop else f"{who}:{nonce}:{what}")
    name = "Authorization" if challenge.code == 401 else "Proxy-Authorization"
    line = (
        f'{name}: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
        f'response="{signed}", algorithm=MD5'
    )
    if qop:
        line += f', cnonce="{own}", nc=00000001, qop=auth'
    return line + (f', opaque="{opaque}"' if opaque else "")
