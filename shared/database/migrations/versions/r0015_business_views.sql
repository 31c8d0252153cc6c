-- Views for Excel, Power BI and Grafana, through an account's own role.
select;
