"""The command line as its user meets it: exit codes, one clear line, nothing lost."""
