"""The parts of the providers page; each gets the filter parameters and the rows of queries/provider_list.sql."""

from dashboard.control import show_course
from dashboard.kx_start import show_start
from dashboard.official import show_official
from dashboard.parts import Parts
from dashboard.patterns import show_patterns
from dashboard.peers import show_peers

PARTS: Parts = {
    "patterns": ("KX patterns", show_patterns),
    "start": ("Where KX starts", show_start),
    "measures": ("Official measures", show_official),
    "course": ("Course", show_course),
    "peers": ("Public peers", show_peers),
}
