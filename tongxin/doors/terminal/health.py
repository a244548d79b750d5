"""GET /healthz: is every part of this installation alive."""

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import tongxin
from tongxin.doors.terminal import state


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """``status``, ``database``, ``worker`` ("ok" or "down"), ``disk`` ("ok" or "full"), ``heartbeat_age`` in
    seconds, ``version``.

    200 when all is well, 503 when a part is down, also when that part is the database.
    """
    try:
        age, database = state.heartbeat_age(), "ok"
    except Error:
        age, database = None, "down"
    worker = "ok" if age is not None and age < state.STALE else "down"
    disk = "ok" if state.has_room() else "full"
    well = database == worker == disk == "ok"
    return JsonResponse(
        {
            "status": "ok" if well else "down",
            "database": database,
            "worker": worker,
            "disk": disk,
            "heartbeat_age": None if age is None else round(age, 1),
            "version": tongxin.__version__,
        },
        status=200 if well else 503,
    )
