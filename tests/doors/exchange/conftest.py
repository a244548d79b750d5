"""An import as the command line runs it, in a territory of two streets."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.cast import Cast
from tongxin.ground.territory.models import Place


@pytest.fixture
def at(cast: Cast) -> Place:
    """The community rows without a place go to; its code is a real one's."""
    community = cast.a.community
    community.code = "370403002012"
    community.save()
    return community


@pytest.fixture
def take(at: Place) -> Callable[..., str]:
    """``take(path, "stream")`` imports and returns what was printed; places by ``at``."""

    def run(path: Path, name: str, *words: str, language: str = "en") -> str:
        out = StringIO()
        call_command("import", "cases", str(path), "--map", name, "--at", at.code, "--language", language,
                     *words, stdout=out)  # fmt: skip
        return out.getvalue()

    return run
