"""Telling a call: from a trace (what physically happened) to facts (what it means), with hindsight. Pure.

Read ``call`` first (it puts the parts together), then ``whom`` (who is the customer), ``talks`` (who heard whom),
``visits`` (what became of each queue visit and whose phones rang), ``outcome`` and ``steps`` (the tracking).
``shared.domain.call_record`` writes the fact as JSON. Not here: anything that changes a trace.
"""
