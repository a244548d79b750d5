"""What the database holds, as far as pages show it: it is spoken as it was written, whatever the language."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db import connection

from tongxin.engine.tickets.drafts import Unsent
from tongxin.ground.organizations.models import Organization
from tongxin.trades.cases.models import Category, DangerWord

CHINESE = re.compile(r"[\u3400-\u9fff]+")
# A word, not a part of an address, a user's name or a code.
WORD = re.compile(r"(?<![\w.@/:#-])[A-Za-z]*[a-z]{2,}(?![\w@/:#-]|\.\w)")


@dataclass(frozen=True)
class Recorded:
    """``names`` that may equal a translation; ``runs`` of Chinese letters and English ``words`` in rows."""

    names: frozenset[str] = frozenset()
    runs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    _found: dict[str, bool] = field(default_factory=dict, compare=False)

    def has(self, run: str) -> bool:
        """Whether these Chinese letters are a piece of anything recorded."""
        if run not in self._found:
            self._found[run] = run in self.runs or run in self._all
        return self._found[run]

    @cached_property
    def _all(self) -> str:
        return "\n".join(self.runs)


def recorded() -> Recorded:
    """What is in the tables of all our models now, and said in the drafts there. One query for each."""
    texts = [text for model in apps.get_models() if _ours(model) for text in _rows(model._meta.db_table)]
    texts += [text for model in apps.get_models() if issubclass(model, Unsent) for text in _said(model)]
    return Recorded(_names(), frozenset(_each(CHINESE, texts)), frozenset(_each(WORD, texts)))


def _ours(model: type) -> bool:
    return model.__module__.startswith("tongxin.")


def _rows(table: str) -> Iterable[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one::text FROM {connection.ops.quote_name(table)} AS one")
        return [text for (text,) in cursor.fetchall()]


def _said(model: type[Unsent]) -> Iterable[str]:
    """What somebody wrote in drafts: sealed in the rows, read by the browser that wrote it."""
    held = [json.loads(draft.said.reveal()) for draft in model.objects.all() if draft.said]
    return [text for words in held for text in words.values() if isinstance(text, str)]


def _each(pattern: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in pattern.findall(text)}


def _names() -> frozenset[str]:
    said = [Organization.objects.values_list("name"), Category.objects.values_list("name")]
    rows = [*said, DangerWord.objects.values_list("word")]
    return frozenset(name for each in rows for (name,) in each)
