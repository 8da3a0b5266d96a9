-- The specialties of the newest public file, those of all of them first.
select distinct
    specialty_code,
    calendar_year
from mart.peer_band
where calendar_year is not distinct from (select max(newest.calendar_year) from mart.peer_band as newest)
order by specialty_code nulls first
