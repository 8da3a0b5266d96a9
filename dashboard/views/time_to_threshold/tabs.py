"""The tabs of the time page: history first. A tab shows its own answer and its own method."""

from dashboard.components.tabs import Parts
from dashboard.views.time_to_threshold.forecasts import show_next
from dashboard.views.time_to_threshold.incidence import show_history

PARTS: Parts = {
    "history": ("History", show_history),
    "next": ("Forecast", show_next),
}
