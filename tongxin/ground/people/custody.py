"""Whether the keys are there, fit the data, and are kept from other users of the machine."""

import stat
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from tongxin.ground.people import keyring, sealed_columns, vault
from tongxin.ground.people.ciphers import Damaged


@dataclass(frozen=True)
class Custody:
    """Where the keys lie and how many cells each has sealed: (cipher, key number) → cells."""

    where: str
    keys: dict[int, str]
    current: int
    cipher: str
    cells: dict[tuple[str, int], int]

    @property
    def stale(self) -> int:
        """Cells not yet sealed by the newest key and the configured cipher."""
        return sum(count for key, count in self.cells.items() if key != (self.cipher, self.current))


def status() -> Custody:
    """Keys and what they sealed. Raises KeysMissing, KeysUnreadable."""
    ring = keyring.load()
    cells: dict[tuple[str, int], int] = {}
    for model, field in sealed_columns.columns():
        for header, count in sealed_columns.headers(model, field):
            key = vault.key_of(header)
            cells[key] = cells.get(key, 0) + count
    where = "TONGXIN_KEYS" if settings.TONGXIN_KEYS else str(keyring.path())
    return Custody(where, dict(ring.made), ring.current, settings.TONGXIN_CIPHER, cells)


def problem() -> str | None:
    """What is wrong with the keys, in one sentence; None when all is well. Makes no keys."""
    specimen = sealed_columns.specimen()
    file = keyring.path()
    if specimen is None and not settings.TONGXIN_KEYS and not file.exists():
        return None
    try:
        keyring.load()
        if not settings.TONGXIN_KEYS and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return f"{file} can be read by other users of this machine. Run: chmod 600 {file}"
        if specimen:
            model, name, pk = specimen
            field = apps.get_model(model)._meta.get_field(name)
            sealed = bytes(field.model._base_manager.values_list(name, flat=True).get(pk=pk))
            vault.unseal(sealed, cell=field.cell_of(pk))
    except (keyring.KeysMissing, keyring.KeysUnreadable) as wrong:
        return str(wrong)
    except Damaged:
        return (
            "The keys do not open the personal data in this database: they belong to another installation. "
            "Put the key file back from your backup. Nothing was changed."
        )
    return None
