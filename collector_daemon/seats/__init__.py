"""Who sits at which phone, the wrap-ups that the daemon runs, and going home at closing time.

``seating`` keeps the seats (an account at a phone, over restarts), ``occupancy`` knows them, ``wrap_ups`` pauses agents
after their calls and ends that, ``closing`` logs out who still sits, ``phones`` asks the PBX. All of it acts on the PBX
from outside of the core, which only sees what the PBX then tells. Not here: the commands on agents (``dispatching``),
which disposition was given (``questions``), the table (``store.seats``).
"""
