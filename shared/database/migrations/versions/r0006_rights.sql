-- What roles may do as rows, enforced by the database; locked accounts; an audit that shows tampering.
select;
