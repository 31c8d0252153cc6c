"""The wire: lines, messages, schema."""
