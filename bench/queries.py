"""How many queries a piece of work takes."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.server import HOST, Unexpected


def counted(call: Callable[[], object]) -> int:
    """The number of statements that ``call`` sends to the database."""
    sent = 0

    def note(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return sent


def of_pages(paths: Sequence[str], session: str) -> int:
    """The most queries any of the pages takes in this process, once the first has warmed the caches.

    Raises Unexpected when one is not shown.
    """
    client = _client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    _right(client.get(paths[0]), (200,))
    return max(counted(partial(lambda path: _right(client.get(path), (200,)), path)) for path in paths)


def of_form(
    path: str, fields: Mapping[str, str | int], session: str = "", taken: tuple[int, ...] = (302, 303)
) -> int:
    """The queries of a form that is sent and taken. Raises Unexpected when it is not."""
    client = _client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)  # whoever sends a form has just opened it: that the session was used is noted by then
    return counted(lambda: _right(client.post(path, fields), taken))


def _client() -> Client:
    return Client(SERVER_NAME=HOST, raise_request_exception=True)


def _right(answer, statuses: tuple[int, ...]) -> None:
    if answer.status_code not in statuses:
        raise Unexpected(f"the page answered {answer.status_code}")
