"""Before a migration touches anything: do the keys fit the data?"""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from tongxin.ground.people import custody


@register(Tags.database)
def keys_fit_the_data(databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error when sealed data can't be opened with the keys of this installation."""
    if not databases:
        return []
    problem = custody.problem()
    return [Error(problem, id="people.E001")] if problem else []
