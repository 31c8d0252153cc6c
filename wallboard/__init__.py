"""The wallboard: the call centre's state on a large screen, readable from across the room.

Nothing is here yet: the program arrives with its own issue, and its entry point with it. It will speak to the
collector daemon's feed only, and never to the database (dependency rule 7).
"""
