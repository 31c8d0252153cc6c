"""What events mean: the pure heart of the daemon. No I/O, no clock, no chance; time comes in events.

Two steps. *Following* (``call_machine`` and ``trace``) writes down what physically happened to the legs of a call:
who rang whom, who sat in which bridge, who waited where. *Telling* (``telling``) reads a finished trace with
hindsight and says it in facts: visits, attempts, conversations, outcome. ``agent_machine`` follows memberships and
what agents do, ``tallies`` counts for the board, ``centre`` holds all of one PBX together. Not here: any word of
Asterisk's (``collector_daemon.asterisk.translate`` has turned it into ``shared.domain.events``).
"""
