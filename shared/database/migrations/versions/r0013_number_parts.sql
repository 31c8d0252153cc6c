-- Digits inside a number, found by an index.
select;
