from django.urls import path

from tongxin.doors.web.ground import accounts, agreeing, living, people, retention

app_name = "people"
urlpatterns = [
    path("", people.index, name="index"),
    path("unusual", people.unusual, name="unusual"),
    path("retention", retention.page, name="retention"),
    path("accounts", accounts.index, name="accounts"),
    path("accounts/open", accounts.open_account, name="open_account"),
    path("accounts/resets/<int:pk>", accounts.decide, name="decide_reset"),
    path("accounts/<int:pk>", accounts.account, name="account"),
    path("households/<int:pk>", people.household, name="household"),
    path("<uuid:pk>", people.person, name="person"),
    path("<uuid:pk>/details", people.unmask, name="unmask"),
    path("<uuid:pk>/copy", people.copy, name="copy"),
    path("<uuid:pk>/correct", people.correct, name="correct"),
    path("<uuid:pk>/move", living.move, name="move"),
    path("<uuid:pk>/consent", agreeing.consent, name="consent"),
    path("<uuid:pk>/told", agreeing.told, name="told"),
    path("<uuid:pk>/erase", people.erase, name="erase"),
]
