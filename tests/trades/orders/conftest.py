"""An order of the first community, walked to whatever state is asked for; a browser let in as a volunteer."""

import pytest
from django.http import HttpResponse

from tests.trades.orders.walking import Walk
from tongxin.trades.orders.views.volunteer.known import COOKIE, let_in


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def let(client):
    """Let the client be a volunteer."""

    def be(volunteer):
        response = HttpResponse()
        let_in(response, volunteer)
        client.cookies[COOKIE] = response.cookies[COOKIE].value
        return client

    return be
