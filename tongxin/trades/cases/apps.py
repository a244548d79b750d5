from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.registry import register
from tongxin.engine.tickets import following, numbers
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.flow_summons import SUMMONS


class CasesConfig(AppConfig):
    name = "tongxin.trades.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Cases")

    def ready(self) -> None:
        register(CASE, self.get_model("Case"))
        register(SUMMONS, self.get_model("Summons"))
        following.register(
            following.Kind(
                self.get_model("Case"),
                numbers.CASES,
                page="cases:tracked",
                sent="cases:sent",
                cookies=("tongxin_cases", "tongxin_sent"),
                since="reported_at",
                closed=_("Please open the case with its number and query code."),
            )
        )
