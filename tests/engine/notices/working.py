"""A real worker on the test database: in this process until the queue is empty, or one to be killed.

Run as a program it works until it is killed, with the parcels flow registered.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def work_off(app) -> None:
    """Do every job that is due, then return."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def start(database: str, *, robot: str) -> subprocess.Popen:
    """A worker of its own on the database of that name, which finds all robots at ``robot``."""
    env = os.environ | {"TONGXIN_TEST_DATABASE": database, "TONGXIN_TEST_ROBOT": robot}
    return subprocess.Popen([sys.executable, "-m", __name__], cwd=ROOT, env=env)


def _main() -> None:
    import django
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    settings.DATABASES["default"]["NAME"] = os.environ["TONGXIN_TEST_DATABASE"]
    settings.TONGXIN_ROBOTS = dict.fromkeys(settings.TONGXIN_ROBOTS, os.environ["TONGXIN_TEST_ROBOT"])
    django.setup()
    from procrastinate.contrib.django import app

    from tests.engine.notices.parcels.flow import FLOW
    from tests.engine.notices.parcels.models import Parcel
    from tongxin.engine.flows import registry

    registry.register(FLOW, Parcel)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(fetch_job_polling_interval=0.2)


if __name__ == "__main__":
    _main()
