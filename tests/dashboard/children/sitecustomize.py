"""Python runs this as it starts where PYTHONPATH names this folder: a build that a page starts makes few tables then.

Pages start the same command as ever. `few_children` of tests/dashboard/page_builds.py says which tables.
"""

import os
import sys

if sys.orig_argv[1:4] == ["-m", "pipelines", "build"]:
    import pytest

    from tests.few_models import build_few

    # the process ends with the build, so nothing is set back
    build_few(pytest.MonkeyPatch(), *os.environ["TABLES"].split(","))
