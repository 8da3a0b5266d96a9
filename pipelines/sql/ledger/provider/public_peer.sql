-- grain:  one row per year, procedure, specialty and carrier of the newest Procedure Summary of that year
-- key:    calendar_year, procedure_code, specialty_code, carrier_number
-- units:  _count are units of service, rounded half up once; source_rows are rows of the file
-- source: staging.public_peer

-- a file that says no year is one more year of its own
with newest as (

    select
        coalesce(public_peer.calendar_year, 0) as year_or_zero,
        max(public_peer.file_number) as file_number
    from staging.public_peer
    group by coalesce(public_peer.calendar_year, 0)

)

select
    public_peer.calendar_year,
    public_peer.procedure_code,
    public_peer.specialty_code,
    public_peer.carrier_number,
    cast(round(public_peer.service_units, 0) as bigint) as services_count,
    cast(round(public_peer.kx_service_units, 0) as bigint) as kx_services_count,
    cast(round(public_peer.denied_units, 0) as bigint) as denied_services_count,
    cast(round(public_peer.kx_denied_units, 0) as bigint) as kx_denied_services_count,
    public_peer.source_rows,
    public_peer.blank_rows
from staging.public_peer
inner join newest
    on
        public_peer.file_number = newest.file_number
        and coalesce(public_peer.calendar_year, 0) = newest.year_or_zero
