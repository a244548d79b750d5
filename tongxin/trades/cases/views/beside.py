"""The list that stands beside an open case: where one came from, and what comes next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from tongxin.trades.cases.glance import Glance
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors.lists import Line
from tongxin.trades.cases.views.looking import BESIDE, LONGEST_ASKED, Looking, read_query

SHOWN = 30


@dataclass(frozen=True)
class Beside:
    """``rows`` of the way of looking, ``href`` back to it as a table, ``following`` the row to go on with,
    ``case`` the one that is open."""

    looking: Looking
    rows: list[Glance[Line]]
    href: str
    following: Glance[Line] | None
    case: Case

    @property
    def lines(self) -> list[dict[str, object]]:
        """What ``cases/beside_row.html`` shows of each row."""
        carried = self.looking.beside
        return [
            {
                "number": line.number,
                "shown": str(line),
                "text": line.text,
                "place": line.place,
                "urgency": line.urgency,
                "here": line.pk == self.case.pk,
                "due": line.due_at,
                "late": row.late_by,
                "paused": row.paused,
                "done": line.closed_at,
                "carried": carried,
            }
            for row in self.rows
            for line in [row.thing]
        ]


def listed_beside(request: HttpRequest) -> tuple[Looking, list[Line]]:
    """The list named in the address (``in``), else what waits for the actor's posts. One query."""
    looking = read_query(request.GET.get(BESIDE, ""), request.actor)
    return looking, looking.page(request.actor, SHOWN).rows


def beside(looking: Looking, rows: list[Glance[Line]], case: Case) -> Beside:
    """That list, with ``case`` open beside it."""
    return Beside(
        looking=looking,
        rows=rows,
        href=f"{reverse('cases:queue')}?{looking.query(after=looking.after)}",
        following=_after(rows, case),
        case=case,
    )


def carried(request: HttpRequest) -> str:
    """``?in=…`` as the address has it, so that the way back leads to the same list; "" where it has none."""
    way = request.GET.get(BESIDE, "")[:LONGEST_ASKED]
    return "?" + urlencode({BESIDE: way}) if way else ""


def _after(rows: list[Glance[Line]], case: Case) -> Glance[Line] | None:
    """The row below the case; the first one where the case has left the list."""
    place = next((n for n, row in enumerate(rows) if row.thing.pk == case.pk), -1)
    rest = rows[place + 1 :]
    return rest[0] if rest else None
