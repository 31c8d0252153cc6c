"""Scriptable SIP phones over UDP, enough of RFC 3261 to be answered by a real PBX.

`message` parses and names things, `digest` signs, `rtp` plays a tone and sends digits (RFC 4733),
`transactions` sends and repeats, `dialog` is one call of one phone, `phone` is the device, `behaviour` are
ready-made reactions to a ringing phone. What a phone does goes to a timeline: that is the tests' physical
truth. Nothing here knows AMI.
"""
