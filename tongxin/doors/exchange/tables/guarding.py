"""Text tables are opened by spreadsheets, which run what begins like a formula. An apostrophe before it says
that it is text.
"""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(text: str) -> str:
    """The text of a cell so that no spreadsheet runs it; plain numbers stay numbers."""
    if text.startswith(DANGEROUS) and not _is_number(text):
        return "'" + text
    return text


def bare(text: str) -> str:
    """The text before ``guarded``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal() and text[0] in "+-"
