-- Score cards and what was scored.
select;
