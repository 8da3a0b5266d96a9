"""The tabs of the providers page; each gets the filter parameters and the rows of queries/provider_list.sql."""

from dashboard.components.tabs import Parts
from dashboard.views.providers.control_charts import show_trend
from dashboard.views.providers.kx_start import show_start
from dashboard.views.providers.official import show_official
from dashboard.views.providers.patterns import show_patterns
from dashboard.views.providers.peers import show_peers

PARTS: Parts = {
    "patterns": ("KX patterns", show_patterns),
    "start": ("Where KX starts", show_start),
    "measures": ("Official measures", show_official),
    "trend": ("Trend", show_trend),
    "peers": ("Public peers", show_peers),
}
