-- grain:  one row per file, procedure, specialty, carrier and year of the Procedure Summary
-- key:    public_peer_place
-- units:  _units are units of service; _rows are rows of the file
-- source: source.public_peer

select
    public_peer_place,
    file_number,
    file_sha256,
    segment_number,
    calendar_year,
    clean_text(procedure_code) as procedure_code,
    clean_text(specialty_code) as specialty_code,
    clean_text(carrier_number) as carrier_number,
    service_units,
    kx_service_units,
    denied_units,
    kx_denied_units,
    source_rows,
    blank_rows
from source.public_peer
