"""What at least two of the four programs need, and nothing else.

Here: the vocabulary (``domain``), the wire (``protocol``), the database (``database``), the client of the
feed (``feed_client``), what people read in their language (``language``), the ground of the desktop programs
(``qt``) and a few one-module foundations. Not here: anything that only one program uses, and any knowledge of a
program. Read ``shared.domain`` next.
"""
