"""Facts of orders, the menu, volunteers and their hours, with the constraints the database keeps."""

from tongxin.trades.orders.models.certificate import Certificate
from tongxin.trades.orders.models.cobuilding import (
    MemberRegistration,
    Need,
    Pairing,
    Project,
    Resource,
    UnitRegistration,
)
from tongxin.trades.orders.models.complaint import Complaint
from tongxin.trades.orders.models.drafts import OrderDraft
from tongxin.trades.orders.models.engagement import Engagement
from tongxin.trades.orders.models.menu import ServiceKind, Skill
from tongxin.trades.orders.models.order import Order
from tongxin.trades.orders.models.points import PointRule
from tongxin.trades.orders.models.records import Picture, Rating, Window
from tongxin.trades.orders.models.standing import StandingOrder
from tongxin.trades.orders.models.volunteer import Hours, Proof, Volunteer

__all__ = [
    "Certificate",
    "Complaint",
    "Engagement",
    "Hours",
    "MemberRegistration",
    "Need",
    "Order",
    "OrderDraft",
    "Pairing",
    "Picture",
    "PointRule",
    "Project",
    "Proof",
    "Rating",
    "Resource",
    "ServiceKind",
    "Skill",
    "StandingOrder",
    "UnitRegistration",
    "Volunteer",
    "Window",
]
