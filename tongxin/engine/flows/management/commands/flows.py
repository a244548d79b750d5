"""``tongxin flows``: list the flows, draw one, verify the journal."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tongxin.engine.flows import diagram, registry
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.selectors import verify


class Command(BaseCommand):
    help = "List the flows, draw one as a diagram, or verify the journal's chain of hashes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wish = parser.add_mutually_exclusive_group(required=True)
        wish.add_argument("--list", action="store_true", help="name every flow with its states and steps")
        wish.add_argument("--diagram", metavar="NAME", help="print the reference page of a flow")
        wish.add_argument("--write", metavar="FOLDER", help="write the reference page of every flow")
        wish.add_argument(
            "--verify", action="store_true", help="read the whole journal; exit 1 when it is broken"
        )
        parser.add_argument("--noun", help="verify only this kind of thing, like cases.case")

    def handle(self, **options: Any) -> None:
        if options["verify"]:
            self.verify(options["noun"])
        elif options["diagram"]:
            self.stdout.write(diagram.page(self.named(options["diagram"])), ending="")
        elif options["write"]:
            self.write(Path(options["write"]))
        else:
            self.show()

    def show(self) -> None:
        for flow in registry.flows():
            self.stdout.write(f"{flow.name}\t{flow.noun}\t{len(flow.states)} states\t{len(flow.steps)} steps")

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for flow in registry.flows():
            (folder / f"{flow.name}.md").write_text(diagram.page(flow), "utf-8")

    def named(self, name: str):
        try:
            return registry.flow_named(name)
        except KeyError as error:
            known = ", ".join(flow.name for flow in registry.flows())
            raise CommandError(
                _("No flow is called %(name)s; there are: %(known)s.")
                % {
                    "name": name,
                    "known": known,
                }
            ) from error

    def verify(self, noun: str | None) -> None:
        rows = Journal.objects.filter(noun=noun) if noun else Journal.objects.all()
        broken = 0
        for link in verify(noun):
            broken += 1
            self.stdout.write(f"{link.noun}:{link.thing_id} #{link.seq}: {link.problem}")
        if broken:
            self.stdout.write(_("The journal is broken in %(count)d places.") % {"count": broken})
            sys.exit(1)
        self.stdout.write(_("The journal holds: %(count)d rows.") % {"count": rows.count()})
