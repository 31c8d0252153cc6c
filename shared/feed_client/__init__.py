"""The client of the feed, asyncio and no Qt: ``client`` (connects, patiently), ``live_board`` (rows by key).

Every live window is fed by this. Read ``live_board`` first, then ``client``; beside it ``status`` (what a
window shows of the connection), ``link`` (one connection), ``patience`` and ``heartbeat`` (when to try again, when
a line is dead), ``errands`` (commands under way), ``travel`` (a moment of the past), ``server_clock``,
``refusals`` (what was refused, in words), ``password`` (one's own, changed before anything else).
Not here: threads, Qt, and where passwords are kept.
"""
