"""The whole daemon as a process, beside a simulated PBX and a real Postgres: nothing is lost, nothing twice."""
