"""How the suite gets onto a machine: ``bootstrap`` (the README's two commands) and the locked requirements.

Nothing here is imported by a program. ``requirements/`` holds the lock files that ``lock`` writes:
``runtime`` ⊂ ``desktop`` ⊂ ``test``. Packages for Debian and Windows arrive with their own issue.
"""
