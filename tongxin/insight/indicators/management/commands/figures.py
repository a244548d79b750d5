import datetime as dt
import json
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from tongxin.insight.indicators import selectors


class Command(BaseCommand):
    help = "Print every figure of the mission that exists so far, computed from the records."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable, keyed by mission row")
        parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="as of this day (today)")

    def handle(self, *, json: bool, on: dt.date | None, **options) -> None:
        period = selectors.period_to(on)
        if json:
            self.stdout.write(_json(period))
        else:
            Console(file=self.stdout, width=110).print(_table(period))


def day(words: str) -> dt.date:
    """A day as it is typed; argparse says the reason of a wrong one."""
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(f"{words!r} is not a day such as 2026-11-23") from None


def _json(period) -> str:
    return json.dumps(selectors.as_json(period), ensure_ascii=False, indent=2)


def _table(period) -> Table:
    table = Table("", "", "", "", title=f"{period.since} – {period.until}", show_header=False)
    for row in selectors.rows(period):
        value = row.value
        shown = "—" if value.number is None else str(value.number)
        if value.denominator is not None and value.number is not None:
            shown += f" % ({value.numerator}/{value.denominator})"
        table.add_row(row.figure.row, str(row.figure.label), shown, str(row.figure.formula))
        for part in value.parts:
            table.add_row("", f"  {part.label}", str(part.number), "")
    return table
