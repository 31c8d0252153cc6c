"""Outgoing campaigns, pure: what they are, who may be called when, by whom, and how many calls at once.

Here: the vocabulary (``campaign``, ``contact``), the machine of a contact's attempts and of a campaign, the rules of
the law, the choice of the next contact and of the operator, and the pacing with its simulator. Time and chance come in
from outside: as instants, and as a generator of numbers with a seed.

Not here: lists read from files and customer systems, calls placed on a PBX, what is stored (``collector_daemon.dialer``
and ``collector_daemon.store``); what is shown (``supervisor_console.campaigns``).

Read ``campaign`` and ``contact`` first, then ``machine``, then ``pacing``.
"""
