-- Alerts that somebody has acknowledged.
select;
