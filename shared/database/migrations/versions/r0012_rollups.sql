-- Sums of visits, calls and agents' time by quarter-hour, hour, day and month, kept with the facts.
select;
