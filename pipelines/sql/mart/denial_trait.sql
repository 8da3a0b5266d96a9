-- grain:  one row per service denied for missing KX and trait that may be its cause
-- key:    service_line_key, cause_dimension
-- units:  cause_rank orders the values of a dimension, 0 where they have no order of their own
-- source: ledger.denial_trait, ledger.denial

select
    denial.service_line_key,
    denial_trait.cause_dimension,
    denial_trait.cause_value,
    denial_trait.cause_rank
from ledger.denial_trait
inner join ledger.denial
    on denial_trait.service_place = denial.service_place
