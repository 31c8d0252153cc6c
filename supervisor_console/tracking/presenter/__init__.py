"""From what is stored of a call to its screen. Pure: no Qt, no clock, no database.

Read ``present`` first (all of it), then ``drawing`` (the lanes), with ``caller`` (his time, told once), ``people`` (who
acted) and ``places`` (IVR, queues, parking, voicemail, sound); ``steps`` (the table), ``panel`` (the right side),
``raw`` (events as the PBX told them). ``telling`` has the words and the arithmetic that all of them use.
"""
