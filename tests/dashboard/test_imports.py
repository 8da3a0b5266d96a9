"""What is slow to import stays off the pages: a clinic's PC waits for no library that only a build needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.dashboard.conftest import APP, PATIENCE_SECONDS

SLOW = ("scipy", "statsmodels", "great_expectations", "oxedi")
VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=int(sys.argv[2])).run()
for view in sys.argv[3].split(","):
    app.switch_page(f"views/{view}/page.py").run()
    assert not app.exception, view
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_no_page_imports_what_only_a_build_needs(practice_home: Path) -> None:
    views = sorted(path.parent.name for path in (APP.parent / "views").glob("*/page.py") if path.parent.name != "start")
    done = subprocess.run(
        [sys.executable, "-c", VISIT, str(APP), str(PATIENCE_SECONDS), ",".join(views)],
        env={**os.environ, "KXWATCH_HOME": str(practice_home)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "duckdb" in loaded
    assert [name for name in SLOW if name in loaded] == []
