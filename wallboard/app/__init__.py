"""The wallboard put together: ``start`` is its command line's work, ``wallboard`` the running program, ``figures`` what
it asks the daemon for beside the board. Not here: what is shown (``presenter``) and how it is drawn (``views``).
"""
