"""Every change of the territory. Each is one transaction and leaves a ``Change`` behind."""

from tongxin.ground.territory.actions.codes import issue_code, issue_codes, revoke_code
from tongxin.ground.territory.actions.editing import close, edit, rename, reopen
from tongxin.ground.territory.actions.holding import hold
from tongxin.ground.territory.actions.importing import import_geojson, import_tree
from tongxin.ground.territory.actions.levels import (
    add_level,
    rank_level,
    rename_level,
    retire_level,
    reuse_level,
    revise_level,
)
from tongxin.ground.territory.actions.moving import move
from tongxin.ground.territory.actions.outlines import set_outline, set_tolerance
from tongxin.ground.territory.actions.planting import add_place, plant

__all__ = [
    "add_level",
    "add_place",
    "close",
    "edit",
    "hold",
    "import_geojson",
    "import_tree",
    "issue_code",
    "issue_codes",
    "move",
    "plant",
    "rank_level",
    "rename",
    "rename_level",
    "reopen",
    "retire_level",
    "reuse_level",
    "revise_level",
    "revoke_code",
    "set_outline",
    "set_tolerance",
]
