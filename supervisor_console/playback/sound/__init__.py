"""Sound as samples: decoded, measured, put on the time axis of a call, read from it at any speed. No Qt, no network.

``track`` what a file is decoded to (by ``decoding``), ``peaks`` and ``silence`` what is measured of it, ``course``
where the files of a call lie in its time, ``reel`` what is to be heard next, ``stretching`` other speeds at the same
pitch.
"""
