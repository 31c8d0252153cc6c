"""The sound of a call: decoded, drawn, played; markers and export. Used by the pages of calls."""
