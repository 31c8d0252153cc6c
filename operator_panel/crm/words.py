"""What came of a look-up, in the reader's words; the line for the log is in ``Answer.problem``."""

from __future__ import annotations

from operator_panel.crm.look_up import Answer
from shared.language import Language


def words_of(answer: Answer, language: Language) -> str:
    """One sentence for whoever waits for the answer; empty where something was found."""
    match answer.reason or answer.state:
        case "found":
            return ""
        case "asking":
            return language.text("The customer system is being asked …")
        case "none":
            return language.text("The customer system does not know this customer.")
        case "slow":
            return language.text("The customer system does not answer in time.")
        case "away":
            return language.text("The customer system cannot be reached.")
        case "refused" | "no_secret":
            return language.text("The customer system does not let this desk ask.")
        case _:
            return language.text("The customer system answered what is not understood.")
