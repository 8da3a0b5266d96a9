"""All that a build needs, imported once: the processes of practices are copies of the one that imports this.

It opens no file of any practice. Decision 0205.
"""

from importlib import import_module

import pipelines.build
import pipelines.commands.engine
import pipelines.intake.upload
import pipelines.portfolio.child  # noqa: F401
from pipelines.models.catalog import load_checks, load_models
from pipelines.quality.validation import define_batch

for _model in load_models():
    if not _model.sql:
        import_module(_model.module)
load_checks()
define_batch()
