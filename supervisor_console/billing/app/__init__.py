"""The billing page at work: asks the database, sends commands, wires views."""
