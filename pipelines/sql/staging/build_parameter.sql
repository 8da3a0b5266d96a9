-- grain:  one row: what this build was asked for
-- key:    batch_number
-- units:  built_at is UTC
-- source: source.build_parameter

select
    as_of_date,
    beneficiary_secret,
    built_at,
    version,
    practice_name,
    batch_number
from source.build_parameter
