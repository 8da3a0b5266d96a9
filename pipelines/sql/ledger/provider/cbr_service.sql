-- grain:  one row per discipline and procedure that a comparative billing report counts
-- key:    discipline, procedure_code
-- units:  none
-- source: reference.official_scope, reference.cbr_procedure

select
    official_scope.discipline,
    cbr_procedure.procedure_code
from reference.official_scope
cross join reference.cbr_procedure
where official_scope.family = 'cbr'
