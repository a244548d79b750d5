"""What telephones keep: every page with all it asks for, and nothing else."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from tongxin.doors.web.letters import COOKIE as LETTERS_COOKIE
from tongxin.doors.web.views.worker import KEPT


def test_the_worker_names_everything_its_pages_ask_for(client, db) -> None:
    script = client.get(reverse("web:worker"))
    client.cookies[LETTERS_COOKIE] = "1"
    shell = json.loads(re.search(r"self.SHELL = (.*);", script.content.decode())[1])
    assert script.headers["Content-Type"] == "text/javascript"
    for address in shell["pages"].values():
        page = client.get(address).content.decode()
        asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
        assert (address, asked - set(shell["kept"])) == (address, set())


def test_a_browser_that_wakes_its_worker_gets_one_that_sends(client, db) -> None:
    usual, sending = [client.get(reverse("web:worker") + query).content.decode() for query in ("", "?sends")]
    assert ("importScripts" in usual, "import " in usual) == (True, False)
    assert re.findall(r'^import .*"(.+)"', sending, re.M) == [
        static("web/worker.js"),
        static("web/outbox.js"),
    ]


def test_what_is_kept_is_there_and_imports_nothing_else() -> None:
    sources = {name: finders.find(name) for name in KEPT}
    assert [name for name, path in sources.items() if path is None] == []
    scripts = [Path(path).read_text("utf-8") for name, path in sources.items() if name.endswith(".js")]
    imported = {line for script in scripts for line in re.findall(r'from "\.\.?/([^"]+)"', script)}
    assert {name if "/" in name else f"web/{name}" for name in imported} - set(KEPT) == set()
