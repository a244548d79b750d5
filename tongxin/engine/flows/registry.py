"""Which flows there are, and the model of each. A trade registers its own in ``AppConfig.ready``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongxin.engine.flows.table import Flow

if TYPE_CHECKING:
    from tongxin.engine.flows.models import Flowing

_models: dict[str, type[Flowing]] = {}
_flows: dict[str, Flow] = {}


def register(flow: Flow, model: type[Flowing]) -> None:
    """Make ``flow`` known, carried by ``model``. ValueError when its noun or its name is taken by another
    model.
    """
    taken = _models.get(flow.noun)
    if (taken is not None and taken is not model) or any(
        other.name == flow.name and other.noun != flow.noun for other in _flows.values()
    ):
        raise ValueError(f"flow {flow.name!r} ({flow.noun}) is registered twice")
    _models[flow.noun] = model
    _flows[flow.noun] = flow


def flows() -> list[Flow]:
    """Every registered flow, by name."""
    return sorted(_flows.values(), key=lambda flow: flow.name)


def flow_of(noun: str) -> Flow:
    """The flow of a journal noun; KeyError when there is none."""
    return _flows[noun]


def flow_named(name: str) -> Flow:
    """The flow called ``name``; KeyError when there is none."""
    return next((flow for flow in _flows.values() if flow.name == name), None) or _flows[name]


def model_of(noun: str) -> type[Flowing]:
    """The model that carries a noun's things; KeyError when there is none."""
    return _models[noun]


def thing(noun: str, thing_id: str) -> Flowing:
    """The thing a journal row speaks of. Raises the model's DoesNotExist when it is gone."""
    return _models[noun]._default_manager.get(pk=thing_id)
