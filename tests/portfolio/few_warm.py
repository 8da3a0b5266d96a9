"""What a build of few tables needs, imported and found once: the processes of practices are copies of one with it."""

import pytest

import tests.portfolio.few_builds  # noqa: F401
from tests.few_models import build_few

with pytest.MonkeyPatch.context() as _patched:
    build_few(_patched)
