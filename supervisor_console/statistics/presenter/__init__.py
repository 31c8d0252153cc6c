"""From what is known to what the statistics page shows. Pure."""
