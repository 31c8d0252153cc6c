"""Why an action could not be carried out."""

from __future__ import annotations


class ActionFailed(Exception):
    """In one line, without secrets. ``is_final``: trying again would not help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
