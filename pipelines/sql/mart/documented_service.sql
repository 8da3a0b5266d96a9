-- grain:  one row per patient, service date and code that was documented or billed on a documented day
-- key:    beneficiary_key, service_date, procedure_code
-- units:  _units are units of service; null where not documented, or not billed
-- source: ledger.documented_service, ledger.beneficiary, ledger.file

-- Decision 0145.

select
    beneficiary.beneficiary_key,
    documented_service.service_date,
    documented_service.procedure_code,
    documented_service.provider_npi,
    documented_service.payee_npi,
    documented_service.therapist_name,
    documented_service.documented_units,
    documented_service.billed_units,
    documented_service.documentation_category,
    documented_service.service_line_key,
    file.file_sha256,
    file.file_name,
    documented_service.segment_number
from ledger.documented_service
inner join ledger.beneficiary
    on documented_service.beneficiary_ordinal = beneficiary.beneficiary_ordinal
inner join ledger.file
    on documented_service.file_number = file.file_number
