from django.core.management.base import BaseCommand

from tongxin.doors.web.catalogues.files import compile_all


class Command(BaseCommand):
    help = "Compile the translations of every app (done at every start as well)."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{compile_all()} compiled")
