-- The centre's settings that administrators change, each with its date of effect.
select;
