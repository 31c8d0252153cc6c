"""The command line, one module a command.

Each module has ``NAME``, ``HELP``, ``arguments(parser)`` and ``run(options) -> exit code``; ``__main__`` collects
them. Not here: anything that a command and the running daemon share (``app``, ``analysis``).
"""
