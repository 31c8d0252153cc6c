-- Own reports, dashboards, reports that are due, and what the nightly proof found.
select;
