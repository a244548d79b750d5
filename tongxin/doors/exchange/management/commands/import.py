import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tongxin.doors.exchange import mapping, returning
from tongxin.doors.exchange.actions import begin_run, break_off, carry_out, unfinished
from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.models import ImportRun
from tongxin.doors.exchange.previewing import check
from tongxin.doors.exchange.tables import Table, open_table
from tongxin.doors.exchange.trouble import Unusable
from tongxin.doors.exchange.understanding import unread
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import paths, selectors
from tongxin.ground.territory.models import Place


class Command(BaseCommand):
    help = "Take in cases from a table (csv, xlsx, xls, ods): tongxin import cases FILE --map MAP."

    def add_arguments(self, parser) -> None:
        parser.add_argument("what", choices=["cases"], help="what the rows are")
        parser.add_argument("file", type=Path, help="the table")
        parser.add_argument(
            "--map", required=True, help="a shipped map by name, or your own by its .toml file"
        )
        parser.add_argument(
            "--at", help="code, path (1.2.3) or name of the place that rows without a place of ours go to"
        )
        parser.add_argument("--dry-run", action="store_true", help="read everything, keep nothing")
        parser.add_argument("--resume", action="store_true", help="go on where this file was broken off")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="language of the reasons (default %(default)s)",
        )

    def handle(
        self, *args, file: Path, at: str | None, dry_run: bool, resume: bool, language: str, **options
    ):
        with translation.override(language):
            try:
                case_map = mapping.load(options["map"])
                table = open_table(file, case_map.is_head)
                place = place_called(at) if at else None
                if dry_run:
                    self._dry(table, case_map, place)
                else:
                    self._run(table, case_map, place, resume=resume)
            except Unusable as unusable:
                raise CommandError(str(unusable)) from unusable

    def _dry(self, table: Table, case_map: mapping.CaseMap, place: Place | None) -> None:
        found = check(table, case_map, Gazetteer(None, place), now=timezone.now())
        self.stdout.write(
            f"{found.new:,} new, {found.known:,} already here, {found.skipped:,} left out by the map, "
            f"{len(found.problems):,} with errors. Nothing was kept."
        )
        self._say_unread(table, case_map)
        for number, reason in list(found.problems.items())[:20]:
            self.stdout.write(f"  row {number}: {reason}")

    def _run(self, table: Table, case_map: mapping.CaseMap, place: Place | None, *, resume: bool) -> None:
        run = unfinished(table.path, case_map) if resume else None
        if run is not None:
            self.stdout.write(f"Going on after row {run.last_row:,}.")
            place = run.place
        run = run or begin_run(table.path, case_map, by=SYSTEM, place=place)
        try:
            self._with_bar(run, table, case_map)
        except Unusable as unusable:
            break_off(run, why=str(unusable))
            raise
        self.stdout.write(
            f"{run.new:,} new, {run.known:,} already here, {run.skipped:,} left out by the map, "
            f"{run.failed:,} with errors."
        )
        self._say_unread(table, case_map)
        if run.failed:
            path = returning.name_for(table.path)
            returning.give_back(run, table, path)
            self.stdout.write(f"The rows with errors, and why: {path}")

    def _say_unread(self, table: Table, case_map: mapping.CaseMap) -> None:
        if left := unread(table, case_map):
            self.stdout.write(f"Not read, as the map says nothing about them: {', '.join(left)}.")

    def _with_bar(self, run: ImportRun, table: Table, case_map: mapping.CaseMap) -> None:
        """A bar on a terminal, silence elsewhere."""
        console = Console(file=sys.stderr)
        columns = (
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %  {task.description}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("", total=1.0)

            def told(run: ImportRun) -> None:
                bar.update(task, completed=run.share, description=f"{run.new + run.known + run.failed:,}")

            carry_out(run, table, case_map, told=told)


def place_called(words: str) -> Place:
    """The place of a code, a path in steps or a name. Raises Unusable when there is none or several."""
    steps = words.replace(".", "")
    if "." in words and steps.isdecimal():
        found = selectors.place_by_path(paths.from_steps(words))
    else:
        found = selectors.place_by_code(words)
    if found is not None:
        return found
    named = list(selectors.places().filter(name=words)[:2])
    if len(named) != 1:
        raise Unusable(
            f"{words!r} is the name of {'no' if not named else 'more than one'} place; give its code."
        )
    return named[0]
