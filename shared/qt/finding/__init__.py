"""Where the server is. Whoever says it first is believed, in this order:

1. the command line, or the program's own settings file
2. what the user entered at the sign-in or in the settings, remembered
3. the environment: ``CALLCENTRE_SERVER=host[:port]``
4. on Windows the registry, as group policy writes it: ``Software\\Policies\\CallCentre`` of the machine, then of the
   user, then ``Software\\CallCentre`` of both; values ``Server`` ("host[:port]"), ``Tls`` (1 or 0), ``Authority``
5. ``server.toml`` beside the program, then in the machine's settings folder
6. DNS: the SRV records ``_callcentre._tcp.<domain>`` of the machine's domain, then of its search domains

What is wrong is said in one line and the search goes on. Only DNS needs the network: it is asked last, in a thread and
for three seconds at most. A server that DNS names is spoken with by TLS alone. Read ``search`` first.
"""
