"""The pure heart: tables, laws that hold for any stream, and single rules."""
