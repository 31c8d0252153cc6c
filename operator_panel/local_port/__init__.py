"""The panel's port for programs and pages on the same desk: dial, show, write down, and hear what happens. No Qt.

``port`` is what the program uses; ``desk`` is what it has to give for that (the interface ``Desk``); ``changes`` tells
events from two looks at the desk, ``gate`` decides who comes in, ``server`` and ``events`` speak HTTP and WebSocket and
are loaded when the port is opened: aiohttp is not small. For those who write the other side: ``LOCAL_PORT.md``.
Not here: what a wish leads to, which is the program's.
"""
