"""Intake of many rows at once, from files and other platforms: a fixed number of statements a batch, however many rows.

The same cases as ``report`` would make, with their clocks and chained first journal rows, only faster. Nobody is told: a
file is history, or was told elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import calendars, clocks
from tongxin.engine.flows.actions import BORN
from tongxin.engine.flows.journal import Entry
from tongxin.engine.flows.models import Clock, Journal, Promise
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory import paths
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import numbers
from tongxin.trades.cases.actions.intake import LONGEST_TEXT, index
from tongxin.trades.cases.choices import Channel, Urgency
from tongxin.trades.cases.models import Case, Category
