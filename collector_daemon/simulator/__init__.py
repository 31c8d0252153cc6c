"""A PBX that speaks AMI: a whole call centre for ``demo``, for tests and for load.

Here: a model of queues, agents and customers in virtual time. It tells what happens in the words of a real
Asterisk (order, headers and quirks of recordings), on a socket (``server``) or without one (``stream``), and
writes down the truth beside it (``ledger``). Not here: anything of the collector; the two meet only in AMI
and in the vocabulary of ``shared.domain``. Read ``world``, then ``stories``, then ``switch``.
"""
