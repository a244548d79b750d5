"""Every change of the territory. Each is one transaction and leaves a ``Change`` behind."""

from tongxin.ground.territory.actions.editing import close, edit, rename, reopen
from tongxin.ground.territory.actions.moving import move
from tongxin.ground.territory.actions.outlines import set_outline, set_tolerance
from tongxin.ground.territory.actions.planting import add_place, plant

__all__ = ["add_place", "close", "edit", "move", "plant", "rename", "reopen", "set_outline", "set_tolerance"]
