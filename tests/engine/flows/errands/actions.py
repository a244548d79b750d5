from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import actions as flows

FAILING: set[int] = set()


def ask(*, by, place_path, helper_key="account:helper", now=None, title="Carry the rice up", **facts):
    errand = Errand(title=title, place_path=place_path, helper_key=helper_key, **facts)
    flows.begin(errand, by=by, role="asker", now=now)
    return errand


def take(errand, *, by, speed, phone="", version=None, client_key="", now=None):
    answers = {"speed": speed, "phone": phone}
    with flows.taking(
        errand, "take", by=by, data=answers, version=version, client_key=client_key, now=now
    ) as locked:
        locked.title = f"{locked.title} ({speed})"


def remark(errand, *, by, note, version=None, client_key="", now=None):
    return flows.remark(errand, "remark", by=by, note=note, version=version, client_key=client_key, now=now)


def hold(errand, *, by, reason, version=None, client_key="", now=None):
    with flows.taking(errand, "hold", by=by, version=version, data={"reason": reason}, now=now) as locked:
        flows.pause(locked, by=by, reason=reason, waiting_for="asker")


def go_on(errand, *, by, version=None, client_key="", now=None):
    with flows.taking(errand, "go_on", by=by, version=version, now=now) as locked:
        flows.resume(locked, by=by)


def ask_time(errand, *, by, hours, reason, version=None, client_key="", now=None):
    answers = {"hours": hours, "reason": reason}
    with flows.taking(errand, "ask_time", by=by, version=version, data=answers, now=now) as locked:
        flows.ask_extension(locked, by=by, amount=hours, unit="work_hour", reason=reason)


def decide(errand, *, by, granted, version=None, client_key="", now=None):
    with flows.taking(errand, "decide", by=by, version=version, data={"granted": granted}, now=now) as locked:
        flows.decide_extension(locked, by=by, granted=granted)


def finish(errand, *, by, version=None, client_key="", now=None, target="done"):
    with flows.taking(errand, "finish", by=by, version=version, client_key=client_key, now=now) as locked:
        locked.taken.target = target


def drop(errand, *, by, reason, version=None, client_key="", now=None):
    with flows.taking(errand, "drop", by=by, version=version, data={"reason": reason}, now=now):
        pass


def again(errand, *, by, reason, version=None, client_key="", now=None):
    with flows.taking(errand, "again", by=by, version=version, data={"reason": reason}, now=now):
        pass


def lapse(errand, *, by, now=None):
    with flows.taking(errand, "lapse", by=by, now=now):
        if errand.pk in FAILING:
            raise RuntimeError("invented failure")
