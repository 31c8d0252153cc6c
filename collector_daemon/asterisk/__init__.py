"""The only room that speaks AMI.

``link`` keeps the connection and hears messages, ``translate`` puts them into our words, ``actions`` asks the PBX
to do something, ``lint`` reads its settings. Not here: what events mean (``core``) and where they are kept
(``store``). No word of Asterisk's leaves this folder.
"""
