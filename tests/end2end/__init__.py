"""A real Asterisk, real SIP phones, and the project's own programs between them.

Here: `pbx` (install and run an Asterisk without root), `phones` (scriptable SIP phones), `lab` (all of it
wired together, with an AMI recorder and a timeline of what every phone did), `scenarios` (scripts, by
theme), `record` (command: run scenarios, leave story folders), `truth` (compare what was derived with what
happened) and the tests that use them. Not here: the stories themselves (`tests/stories`). Read `lab` next.
"""
