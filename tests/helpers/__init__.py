"""What several test folders use: fixture plug-ins (one concern each) and plain functions.

``logfail`` makes silence the passing state, ``proxy`` is a line that can be cut, ``waiting`` waits on state,
``closing`` says at the end what could not run here. ``tests/conftest.py`` switches the plug-ins on.
"""
