"""Why the daemon did not do something with a campaign, in the reader's words."""

from __future__ import annotations

from shared.language import Language, to_translate

REFUSALS = {
    "unknown_campaign": to_translate("There is no such campaign."),
    "campaign_finished": to_translate("The campaign is finished."),
    "campaign_state": to_translate("The campaign stands otherwise now."),
    "not_so": to_translate("The campaign stands otherwise now."),
    "wrong_state": to_translate("The campaign stands otherwise now."),
    "nobody_can": to_translate(
        "No operator can work in it: compare its operators, skills and language with the accounts."),
    "unknown_contact": to_translate("There is no such contact any more."),
    "contact_busy": to_translate("The contact is being called now."),
    "unknown_upload": to_translate("The file was not received whole. Choose it again."),
    "unknown_list": to_translate("The number is not on this list."),
    "bad_number": to_translate("This is no telephone number."),
}


def refused(code: str, message: str, language: Language) -> str:
    """One sentence for the codes that campaigns have; "" for others. What is wrong in a form comes as ``message``."""
    if code in ("bad_campaign", "bad_value"):
        return message
    return language.text(REFUSALS[code]) if code in REFUSALS else ""
