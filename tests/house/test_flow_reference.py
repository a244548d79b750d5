"""The pages under docs/reference/flows say what the tables say.

After changing a table: ``tongxin flows --write docs/reference/flows``.
"""

from pathlib import Path

import pytest

from tongxin.engine.flows import registry
from tongxin.engine.flows.diagram import page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "flows"


@pytest.mark.parametrize("flow", registry.flows(), ids=lambda flow: flow.name)
def test_the_reference_page_is_the_table(flow):
    assert (FOLDER / f"{flow.name}.md").read_text("utf-8") == page(flow)


def test_no_page_is_left_of_a_flow_that_is_gone():
    assert {path.stem for path in FOLDER.glob("*.md")} == {flow.name for flow in registry.flows()}
