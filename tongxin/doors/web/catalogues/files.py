"""Each app's catalogue: ``locale/zh_Hans/LC_MESSAGES/django.po``, and the ``.mo`` made from it."""

import logging
import os
from pathlib import Path

import polib
from django.apps import apps

from tongxin.doors.web.catalogues.extract import Message, messages_below

log = logging.getLogger(__name__)

CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
METADATA = {
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def our_folders() -> list[Path]:
    """The folder of every installed app of this project."""
    return [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("tongxin.")]


def key_of(entry: polib.POEntry) -> Message:
    return Message(text=entry.msgid, plural=entry.msgid_plural or "", context=entry.msgctxt or "")


def read(folder: Path) -> polib.POFile:
    """The app's catalogue; an empty one with the right head where there is none yet."""
    path = folder / CATALOGUE
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = dict(METADATA)
    return fresh


def is_translated(entry: polib.POEntry) -> bool:
    """Whether every form of the entry has a text and nobody marked it as a guess."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return bool(texts) and all(texts) and not entry.fuzzy


def blank(message: Message) -> polib.POEntry:
    """An entry that waits for its translation."""
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: ""}
    return entry


def collect(folder: Path) -> tuple[int, int]:
    """Bring the app's catalogue in line with its code: add what is missing, drop what is gone, sort.

    Translations are kept. Returns (added, dropped); writes only where something changed.
    """
    catalogue, wanted = read(folder), messages_below(folder)
    kept = {key_of(entry): entry for entry in catalogue if not entry.obsolete and key_of(entry) in wanted}
    added, dropped = wanted - kept.keys(), len(catalogue) - len(kept)
    if not added and not dropped:
        return 0, 0
    kept.update((message, blank(message)) for message in added)
    catalogue.clear()
    catalogue.extend(kept[message] for message in sorted(kept))
    path = folder / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return len(added), dropped


def compile_catalogue(folder: Path) -> bool:
    """Make the ``.mo`` where it is missing or older than its ``.po``. Returns whether it was made.

    The file is put in place whole, so that a process starting at the same time never reads half of it.
    """
    source = folder / CATALOGUE
    target = source.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return False
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return True


def compile_all() -> int:
    """Compile every stale catalogue; a folder that may not be written to is passed over with a warning."""
    made = 0
    for folder in our_folders():
        try:
            made += compile_catalogue(folder)
        except OSError as problem:
            log.warning("catalogue of %s not compiled: %s", folder.name, problem.strerror)
    return made
