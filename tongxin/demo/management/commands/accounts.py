import json

from django.core.management.base import BaseCommand

from tongxin.demo.entering import volunteers_shown
from tongxin.demo.management.commands.demo import accounts_file
from tongxin.demo.staffing import shown_accounts


class Command(BaseCommand):
    help = "Say who can log in to the demo zone as what."

    def handle(self, **options) -> None:
        if not accounts_file().exists():
            return
        kept = json.loads(accounts_file().read_text())
        rows = shown_accounts(kept["usernames"])
        if not rows:
            return
        self.stdout.write(f"Demo accounts, all with the password · 演示账号，密码都是   {kept['password']}")
        for username, role, where in rows:
            self.stdout.write(f"  {username:<20} {role}, {where}")
        self.stdout.write("Demo volunteers, who have no password · 演示志愿者，不用密码")
        for line in volunteers_shown():
            self.stdout.write(line)
