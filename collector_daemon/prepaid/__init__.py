"""Calls on credit while they run: quanta are reserved, the PBX is told when to end a call, the rest is given back.

The dialplan asks before it dials (``asking``); a call that was let through is followed to its end and gets quantum
after quantum (``following``); what it cost is taken from the credit once it is stored and rated (``settling``).
``moments`` says when what is to be done, and is pure. The PBX itself ends a call whose last grant is used up, whatever
becomes of us.
Not here: what a call costs (``shared.billing``), the ledger (``collector_daemon.store.billing.credit``).
"""
