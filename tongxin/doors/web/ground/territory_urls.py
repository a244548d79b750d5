from django.urls import path

from tongxin.doors.web.ground import levels, placecodes, territory, territory_files

app_name = "territory"
urlpatterns = [
    path("", territory.index, name="index"),
    path("levels", levels.index, name="levels"),
    path("levels/add", levels.add, name="add_level"),
    path("levels/<int:pk>", levels.level, name="level"),
    path("tolerance", levels.tolerance, name="tolerance"),
    path("<int:pk>", territory.place, name="place"),
    path("<int:pk>/add", territory.add, name="add"),
    path("<int:pk>/edit", territory.edit, name="edit"),
    path("<int:pk>/move", territory.move, name="move"),
    path("<int:pk>/close", territory.close, name="close"),
    path("<int:pk>/reopen", territory.reopen, name="reopen"),
    path("<int:pk>/outline", territory_files.outline, name="outline"),
    path("<int:pk>/files", territory_files.files, name="files"),
    path("<int:pk>/tree.xlsx", territory_files.workbook_file, name="workbook"),
    path("<int:pk>/tree.geojson", territory_files.geojson_file, name="geojson"),
    path("<int:pk>/codes", placecodes.codes, name="codes"),
    path("<int:pk>/codes/sheets", placecodes.sheets, name="sheets"),
    path("codes/<int:pk>/revoke", placecodes.revoke, name="revoke"),
]
