-- grain:    one row per table, column and value that the rules do not know
-- key:      table_name, column_name, found
-- units:    lines counts rows
-- source:   mart.line, mart.line_position, mart.threshold_crossing, mart.provider_kx, mart.denial, mart.file
-- severity: critical
-- title:    Pools, positions, findings, categories and states hold only what the rules know

with found_value as (

    select 'mart.line' as table_name, 'pool' as column_name, coalesce(line.pool, '') as found, count(*) as lines
    from mart.line
    group by line.pool
    union all
    select 'mart.line', 'discipline', coalesce(line.discipline, ''), count(*)
    from mart.line
    group by line.discipline
    union all
    select 'mart.line', 'allowed_basis', coalesce(line.allowed_basis, '?'), count(*)
    from mart.line
    group by line.allowed_basis
    union all
    select 'mart.line_position', 'kx_position', coalesce(line_position.kx_position, '?'), count(*)
    from mart.line_position
    group by line_position.kx_position
    union all
    select 'mart.line_position', 'kx_finding', coalesce(line_position.kx_finding, '?'), count(*)
    from mart.line_position
    group by line_position.kx_finding
    union all
    select 'mart.threshold_crossing', 'status', coalesce(threshold_crossing.status, '?'), count(*)
    from mart.threshold_crossing
    group by threshold_crossing.status
    union all
    select 'mart.provider_kx', 'all_kx_category', coalesce(provider_kx.all_kx_category, '?'), count(*)
    from mart.provider_kx
    group by provider_kx.all_kx_category
    union all
    select 'mart.denial', 'state', coalesce(denial.state, '?'), count(*)
    from mart.denial
    group by denial.state
    union all
    select 'mart.file', 'status', coalesce(file.status, '?'), count(*)
    from mart.file
    group by file.status

),

known as (

    select
        column_name,
        unnest(string_split(allowed_values, ' ')) as known_value
    from (
        values
        ('pool', 'PT_SLP OT '),
        ('discipline', 'PT OT SLP '),
        ('allowed_basis', 'amt_b6 export derived denied'),
        ('kx_position', 'below crossing above'),
        ('kx_finding', 'on_time early early_unverified missing not_needed'),
        ('status', 'below approaching over_kx over_medical_review accepted duplicate refused'),
        ('all_kx_category', 'red_flag watch explained none'),
        ('state', 'duplicate recovered expired open')
    ) as listed (column_name, allowed_values)

)

select
    found_value.table_name,
    found_value.column_name,
    found_value.found,
    found_value.lines
from found_value
left join known
    on
        found_value.column_name = known.column_name
        and found_value.found = known.known_value
where known.known_value is null
