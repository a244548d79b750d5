"""How collected static files are named."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    """Named by their content, also where one script imports another."""

    support_js_module_import_aggregation = True
