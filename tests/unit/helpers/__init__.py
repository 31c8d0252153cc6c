"""The tests' own tools: a helper that lies would make every test lie."""
