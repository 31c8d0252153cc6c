"""Draws the page of quality: ``page`` is the whole, ``calls`` the list with the course of the call, ``form`` what is
filled in, ``standing`` the operators with their trend, ``editor`` the dialog of score cards.
"""
