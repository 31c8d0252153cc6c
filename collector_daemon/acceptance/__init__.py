"""Acceptance self-test: calls placed on the customer's own PBX, and what we told of them held against what was done.

``dialplan`` is what the PBX needs for it, ``scripts`` says what is done and what must come of it, ``placing`` does it
over AMI, ``phones`` makes phones of the Local channels that it is done with, ``comparing`` finds the differences.

Not here: linting of a PBX's settings (``asterisk/lint*``), and calls by real phones (the tests have those).
"""
