import asyncio
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from procrastinate.contrib.django import app

from tongxin.doors.terminal import tasks


class Command(BaseCommand):
    help = "Do the queued jobs until asked to stop."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (default 2)")

    def handle(self, *args, concurrency: int, **options) -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    async with app.open_async():
        await tasks.requeue(app.job_manager)
        await app.run_worker_async(
            name="worker",
            concurrency=concurrency,
            delete_jobs="successful",
            shutdown_graceful_timeout=20,
            update_heartbeat_interval=tasks.HEARTBEAT,
            stalled_worker_timeout=tasks.STALLED,
            task_middleware=[_with_live_connection],
        )


def _with_live_connection(call: Callable[[], Any], _context: Any, _worker: Any) -> Any:
    """Jobs have no request around them that would drop a connection the server has closed."""
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()
