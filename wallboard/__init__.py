"""The wallboard: the call centre's state on a large screen, readable from across the room.

Flow: the feed client's live board → ``presenter`` (pure: what is to be shown, in words) → ``screen`` (exactly that)
→ ``views`` (draw it). ``pages`` says which tiles stand where and keeps that in a file; ``app`` wires it all.

Not here: the database (the wallboard speaks to the collector daemon's feed only, dependency rule 7), rules of alerts
(the daemon evaluates them, so that all screens agree), commands: a wall can only look. Read ``screen`` first.
"""
