"""长辈版: every line of the ministry's table is met, and its proof is there."""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils.html import escape

from tongxin.doors.web.elders import NEEDS

ROOT = Path(__file__).parents[3]
WEB = ROOT / "tongxin/doors/web"
PUBLIC = ["/", "/help", "/accessibility", pytest.param("/burden", marks=pytest.mark.django_db)]


@pytest.fixture
def elder() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["elder"] = "1"
    return client


def words(html: str) -> set[str]:
    """Every sentence of a page's main part, whatever it stands in."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return {said.strip() for said in re.findall(r">([^<>]+)<", main) if said.strip()}


def names_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_need_has_a_proof_that_is_there() -> None:
    proofs = [each.proof.split("::") for each in NEEDS]
    assert [f"{file}::{name}" for file, name in proofs if name not in names_in(ROOT / file)] == []


def test_table_names_every_need(client: Client) -> None:
    page = client.get("/accessibility").text
    assert re.findall(r"<small>(.*?)</small>", page) == [escape(str(each.tested)) for each in NEEDS]


def test_one_tap_there_and_one_tap_back(client: Client) -> None:
    """The button is on the first page, keeps for a year, and its counterpart takes it away again."""
    there = re.search(r'<button[^>]*name="letters" value="large">', client.get("/").text)
    kept = client.post("/preference", {"letters": "large", "next": "/help"})
    back = re.search(r'<button[^>]*name="letters" value="normal">', client.get("/help").text)
    assert (bool(there), kept.headers["Location"], kept.cookies["elder"]["max-age"]) == (
        True,
        "/help",
        31536000,
    )
    assert back is not None


@pytest.mark.parametrize("address", PUBLIC)
@override_settings(TONGXIN_PHONE="0632-5550000")
def test_telephone_comes_first(elder: Client, address: str) -> None:
    main = elder.get(address).text.split("<main", 1)[1]
    assert (
        re.search(r"<(?:a|h1|p|button)\b[^>]*>", main).group() == '<a class="phone" href="tel:0632-5550000">'
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_usual_page_has_no_telephone_above_it(client: Client, address: str) -> None:
    assert 'class="phone"' not in client.get(address).text


@pytest.mark.parametrize("address", PUBLIC)
def test_second_rank_is_folded_and_nothing_is_left_out(elder: Client, address: str) -> None:
    usual = words(Client(headers={"Accept-Language": "en"}).get(address).text)
    large = words(elder.get(address).text)
    assert usual - large == set()
    assert (address in {"/", "/help"}) <= ("<details" in elder.get(address).text)


def test_no_state_is_said_by_colour_alone() -> None:
    """The mark of a state has a shape for each tone and its word; the late limit has both, too."""
    mark = (WEB / "templates/web/components/state_mark.html").read_text()
    tones = re.findall(r"tone == '(\w+)'", mark)
    shapes = re.findall(r"%}((?:<(?:path|circle)[^>]*>)+)\{%", mark)
    assert len(set(shapes)) == len(shapes) == len(tones) + 1
    assert "{{ label }}" in mark
    due = (WEB / "templates/web/components/due_mark.html").read_text()
    assert "<svg" in due.split("elif late", 1)[1].split("elif", 1)[0]


def test_no_script_waits_for_several_fingers() -> None:
    """No script of ours reads touches; the map's library zooms by two fingers and has buttons for it."""
    ours = [path for path in (ROOT / "tongxin").rglob("*.js") if "vendor" not in path.parts]
    reading = [path.name for path in ours if re.search(r"touches|gesturestart|touchstart", path.read_text())]
    assert (len(ours) > 0, reading) == (True, [])
