"""Why the server did not let us in, or could not be asked, in the reader's words."""

from __future__ import annotations

from shared.feed_client.status import Status
from shared.language import Language

WRONG_NAME = frozenset({"wrong_credentials"})
WRONG_SERVER = frozenset({"unreachable", "silence", "protocol_unsupported", "hello_timeout", "lost", "certificate"})
"""Codes that are about the address rather than about who asks."""


def refusal(status: Status, language: Language) -> str:
    """One sentence for the status' code; the server's own words where we have none."""
    match status.code:
        case "wrong_credentials":
            return language.text("Name or password is wrong.")
        case "throttled":
            return language.text("Too many attempts. Please wait a minute and try again.")
        case "token_invalid" | "token_expired" | "token_revoked" | "revoked":
            return language.text("The sign-in is no longer valid. Please sign in again.")
        case "not_allowed":
            return language.text("This account may not use this program.")
        case "protocol_unsupported":
            return language.text("The server is of another version than this program.")
        case "accounts_unavailable":
            return language.text("The server cannot check passwords now. Please try again later.")
        case "too_many_clients":
            return language.text("The server is full. Please try again later.")
        case "unreachable" if _is_unknown(status.message):
            return language.text("Server not found.")
        case "unreachable" if "certificate" in status.message.lower():
            return language.text("The server's certificate is not valid.")
        case "unreachable" | "silence" | "hello_timeout" | "lost" | "closing" | "":
            return language.text("Server not responding")
        case _:
            return status.message or language.text("Server not responding")


def _is_unknown(message: str) -> bool:
    """Did the name have no address? The systems' own words: Linux (two of them), Windows, macOS."""
    words = ("name or service not known", "no address associated", "getaddrinfo failed", "nodename nor servname")
    return any(text in message.lower() for text in (*words, "name resolution", "idna"))
