"""The parts of the providers page; each gets the filter parameters and the rows of queries/provider_list.sql."""

from dashboard.kx_start import show_start
from dashboard.parts import Parts
from dashboard.patterns import show_patterns

PARTS: Parts = {
    "patterns": ("KX patterns", show_patterns),
    "start": ("Where KX starts", show_start),
}
