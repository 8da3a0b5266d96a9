-- grain:  one row per year, procedure, specialty and carrier of the newest Procedure Summary of that year
-- key:    calendar_year, procedure_code, specialty_code, carrier_number
-- units:  _count are units of service, rounded once; _ratio is 0 to 1; source_rows are rows of the file
-- source: ledger.public_peer

select
    public_peer.calendar_year,
    public_peer.procedure_code,
    public_peer.specialty_code,
    public_peer.carrier_number,
    public_peer.services_count,
    public_peer.kx_services_count,
    public_peer.denied_services_count,
    public_peer.kx_denied_services_count,
    public_peer.source_rows,
    public_peer.blank_rows,
    cast(public_peer.kx_services_count as double) / nullif(public_peer.services_count, 0) as kx_service_ratio,
    cast(public_peer.kx_denied_services_count as double) / nullif(public_peer.kx_services_count, 0)
        as kx_denied_ratio,
    cast(public_peer.denied_services_count - public_peer.kx_denied_services_count as double)
    / nullif(public_peer.services_count - public_peer.kx_services_count, 0) as plain_denied_ratio
from ledger.public_peer
