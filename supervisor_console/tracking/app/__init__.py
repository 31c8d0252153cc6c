"""The page of one call put together: asks the database, keeps what it answered, renders, does what is wished.

``page`` is the page, ``questions`` what it asks of the database, ``deeds`` what can be done with the call.
"""
