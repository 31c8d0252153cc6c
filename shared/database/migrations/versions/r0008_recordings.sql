-- Files of recordings: where, how large, which call, how long kept; marks in them.
select;
