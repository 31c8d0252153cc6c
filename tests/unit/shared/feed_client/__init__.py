"""The feed's client without sockets: patience, clocks, rows."""
