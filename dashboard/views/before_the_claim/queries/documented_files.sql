select count(*) as files
from mart.file
where kind = 'documented_units' and status = 'accepted'
