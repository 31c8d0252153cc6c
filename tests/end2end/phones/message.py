"""A received SIP message, and the few parts of addresses that the phones need."""

import random
import re

_random = random.SystemRandom()


def token(length: int = 10) -> str:
    """A fresh tag, branch or Call-ID."""
    return "".join(_random.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(length))


class SipMessage:
    """A request or response; headers by lower-case name. Raises ValueError or AttributeError on rubbish."""

    def __init__(self, raw: bytes, source: tuple[str, int]) -> None:
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
        self.body = body.decode("utf-8", "replace")
        self.source = source
        self.headers = [(name.strip().lower(), value.strip()) for name, _, value in (x.partition(":") for x in lines)]
        self.is_response = first.startswith("SIP/2.0")
        sequence, method = self.header("cseq").split()
        self.sequence = int(sequence)
        self.code = int(first.split()[1]) if self.is_response else 0
        self.method = method if self.is_response else first.split()[0]
        self.uri = "" if self.is_response else first.split()[1]
        self.call_id = self.header("call-id")
        branch = re.search(r"branch=([^;,\s]+)", self.header("via"))
        self.branch = branch.group(1) if branch else ""

    def header(self, name: str) -> str:
        """The first header of that name, or an empty text."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        return [value for key, value in self.headers if key == name]


def uri_of(address: str) -> str:
    """`"Name" <sip:x@y>;tag=z` -> `sip:x@y`."""
    found = re.search(r"<([^>]+)>", address)
    return found.group(1) if found else address.split(";")[0].strip()


def tag_of(address: str) -> str:
    """The tag behind an address, or an empty text."""
    found = re.search(r";tag=([^;>\s]+)", address.split(">")[-1])
    return found.group(1) if found else ""


def user_of(uri: str) -> str:
    """`sip:1001@host` -> `1001`."""
    found = re.match(r"sips?:([^@;>]+)@", uri)
    return found.group(1) if found else ""


def socket_of(uri: str) -> tuple[str, int]:
    """Host and port that a request to the URI goes to."""
    found = re.match(r"sips?:(?:[^@]+@)?([^:;?>]+)(?::(\d+))?", uri)
    if not found:
        raise ValueError(f"not a SIP URI: {uri}")
    return found.group(1), int(found.group(2) or 5060)
