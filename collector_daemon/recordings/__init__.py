"""The sound of calls: files that a PBX made, found, described, handed out and kept.

Read ``places`` first (from the PBX's name of a file to a file on this machine, and never to anything outside the
folders), then ``formats`` (what is in a file), ``sounds`` (its bytes, as who plays it needs them), ``tokens`` and
``port`` (short-lived addresses, and HTTP with ranges).
Not here: whose call it is and who may hear it (``questions``), and every word to the database (``store``). Everything
that touches a disk blocks, and belongs in a thread: the folder may be on another machine.
"""
