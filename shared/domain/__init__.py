"""The vocabulary of a call centre: values that all programs speak. Pure.

Here: facts of calls (``calls``) and agents (``agents``), what happens on a PBX (``events``), the live board's
rows (``board``), what can be measured of queues (``measures``), how the centre calls its things (``description``), and
GLOSSARY.md, which defines every word. Not here: how facts come about (that is
``collector_daemon.core``), where they are stored, and any word of Asterisk's.
"""
