from django.core.management.base import BaseCommand, CommandParser

from tongxin.ground.posts.table import permission_table


class Command(BaseCommand):
    help = "What each role allows, as the Markdown page of the reference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--table", action="store_true", required=True, help="print the permission table")

    def handle(self, **_options: object) -> None:
        self.stdout.write(permission_table(), ending="")
