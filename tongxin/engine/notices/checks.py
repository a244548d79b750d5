"""A wrong wording fails at start: an unknown step, or a placeholder that could carry personal data."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from django.core import checks

from tongxin.engine.flows import registry
from tongxin.engine.notices.wording import OWN_STEPS, PLACEHOLDERS, module_of


def check_texts(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001: a text for a step no flow has. E002: a placeholder outside ``PLACEHOLDERS``."""
    flows = registry.flows()
    known = {f"{flow.name}.{step}" for flow in flows for step in (*flow.step_by_name, *OWN_STEPS)}
    modules = {module.__name__: module for flow in flows if (module := module_of(flow)) is not None}
    return [error for module in modules.values() for error in errors_of(module, known)]


def errors_of(module: Any, known: set[str]) -> Iterator[checks.CheckMessage]:
    """What is wrong with one trade's wording; ``known`` are the keys there are ("case.accept")."""
    texts = getattr(module, "TEXTS", {})
    for key in [*texts, *getattr(module, "URGENT", ())]:
        if key.split(" ")[0] not in known:
            yield _error(module, f"{key!r} is no step of any flow", "E001")
    for key, pair in texts.items():
        used = {name for sentence in pair for _text, name, *_rest in Formatter().parse(str(sentence))}
        others = sorted(used - PLACEHOLDERS - {None})
        if others:
            yield _error(module, f"{key!r} uses {others}", "E002")


def _error(module: Any, problem: str, code: str) -> checks.Error:
    hint = f"Keys are flow.step; placeholders are {', '.join(sorted(PLACEHOLDERS))}."
    return checks.Error(f"{module.__name__}: {problem}", hint=hint, id=f"notices.{code}")
