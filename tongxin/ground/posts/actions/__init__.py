"""Every write about posts, and what only posts can tell whether one may do alone."""

from tongxin.ground.posts.actions.appointing import appoint, appoint_many, relieve, stand_in
from tongxin.ground.posts.actions.resetting import reset_password, reset_second_factor

__all__ = ["appoint", "appoint_many", "relieve", "reset_password", "reset_second_factor", "stand_in"]
