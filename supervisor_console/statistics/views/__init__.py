"""The statistics page as widgets: they render a screen and tell what is wished."""
