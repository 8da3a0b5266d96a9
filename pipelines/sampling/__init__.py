"""Statistical samples as RAT-STATS 2010 draws and appraises them."""

from __future__ import annotations
