"""The supervisor's console: what goes on, what has been, whose recordings and accounts. A program of pages.

Its pages are siblings with the same file names inside (``screen`` ← ``presenter``, ``views``, ``app``): ``live`` (now),
``calls`` (search), ``tracking`` (one call), ``playback`` (its sound), ``quality`` (score cards), ``administration``.
Around them ``shell`` (side bar, top bar), put together in ``app``. What pages share: ``views`` (how things look),
``reports`` (what is asked of the database; the only SQL), ``page`` (what a page is, and may ask of the console).
The database is asked under the account's own role: what an account may not see, the database does not give.
"""
