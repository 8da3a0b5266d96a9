"""The parts of the providers page; each gets the filter parameters and the rows of queries/provider_list.sql."""

from dashboard.parts import Parts
from dashboard.patterns import show_patterns

PARTS: Parts = {
    "patterns": ("KX patterns", show_patterns),
}
