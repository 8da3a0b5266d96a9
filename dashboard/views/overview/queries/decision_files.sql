select
    count(*) filter (where status = 'refused') as refused_files,
    max(offered_at) filter (where status = 'refused') as last_refused_at
from mart.file
