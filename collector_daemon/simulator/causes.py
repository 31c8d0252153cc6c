"""Hang-up causes (ITU-T Q.850 and Asterisk's own 0, 26 and 127) and how Asterisk words them."""

from __future__ import annotations

CAUSES = {
    0: "Unknown",
    1: "Unallocated (unassigned) number",
    3: "No route to destination",
    16: "Normal Clearing",
    17: "User busy",
    18: "No user responding",
    19: "User alerting, no answer",
    20: "Subscriber absent",
    21: "Call Rejected",
    26: "Answered elsewhere",
    127: "Interworking, unspecified",
}
SIP_CODES = {1: 404, 3: 404, 17: 486, 18: 408, 19: 480, 20: 480, 21: 403}
"""Cause given to Hangup() → the SIP answer that the caller gets (TechCause)."""
