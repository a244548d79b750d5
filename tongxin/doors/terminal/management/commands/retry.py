from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Take up again what the queue has given up: every failed job, or those of one task."

    def add_arguments(self, parser) -> None:
        parser.add_argument("task", nargs="?", help="only jobs of this task, such as notices.tell")

    def handle(self, *args: Any, task: str | None, **options: Any) -> None:
        failed = app.job_manager.list_jobs(status="failed", task=task)
        for job in failed:
            app.job_manager.retry_job_by_id(job.id, retry_at=timezone.now())
        self.stdout.write(f"{len(failed)} taken up again")
