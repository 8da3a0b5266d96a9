-- grain:  one row per provider and clinic of the newest roster that names the provider
-- key:    provider_npi, clinic
-- units:  lines counts service lines, 0 for a provider without a remittance
-- source: ledger.roster, ledger.file, mart.provider

select
    roster.provider_npi,
    roster.provider_name,
    roster.discipline,
    roster.clinic,
    roster.is_active,
    coalesce(provider.lines, 0) as lines,
    file.file_name,
    roster.segment_number
from ledger.roster
inner join ledger.file
    on roster.file_number = file.file_number
left join mart.provider
    on roster.provider_npi = provider.provider_npi
