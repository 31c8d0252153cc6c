"""The suite's version: one number for all four programs, the installers and the wire's greeting.

Read by setuptools at build time, so this module imports nothing.
"""

VERSION = "0.1.0"
