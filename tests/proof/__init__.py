"""Long proofs: each is a command of its own, ``python -m tests.proof.NAME``; the test run has a short one of most."""
