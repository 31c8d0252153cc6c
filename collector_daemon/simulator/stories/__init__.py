"""The stories: what happens in a call, told in order, one generator for each chapter.

Read ``inbound`` (a customer calls), then ``waiting`` and ``ringing`` (the queue), ``talking`` and
``transferring``, ``dialling`` (Dial), ``outgoing`` (an agent calls). The order of the events in each is that
of recordings of a real Asterisk 22; ``tests/unit/simulator`` holds the two against each other.
"""
