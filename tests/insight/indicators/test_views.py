from django.urls import reverse

from tongxin.insight.indicators.selectors import FIGURES


def test_figures_page_shows_every_figure(client, cast):
    client.force_login(cast.a.street_desk)

    page = client.get(reverse("indicators:index"))

    assert page.status_code == 200
    assert page.content.decode().count("/desk/figures/M") == len(FIGURES)


def test_every_figure_opens(client, cast):
    client.force_login(cast.a.street_desk)

    statuses = {client.get(reverse("indicators:opened", args=[f.row, f.key])).status_code for f in FIGURES}

    assert statuses == {200}


def test_figures_are_closed_to_who_may_not_read_them(client, cast):
    client.force_login(cast.a.unit_staff)

    assert client.get(reverse("indicators:index")).status_code == 403


def test_an_unknown_figure_is_not_found(client, cast):
    client.force_login(cast.a.street_desk)

    assert client.get(reverse("indicators:opened", args=["M1", "nothing"])).status_code == 404
