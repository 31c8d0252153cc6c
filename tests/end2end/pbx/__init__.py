"""A private Asterisk: Debian's packages, unpacked and run by their own loader, without root.

`debian` fetches and unpacks a release, `subnet` finds loopback addresses nobody else uses, `configuration`
writes /etc/asterisk from the files in `etc/`, `asterisk` starts, stops and kills the process, `ami` talks
to it, `recorder` writes everything AMI says in the capture format. Nothing here knows a scenario.
"""
