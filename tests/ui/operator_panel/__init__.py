"""The operator panel in windows: parts of it offscreen, and the real program on a display of its own."""
