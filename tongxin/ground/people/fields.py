"""A column whose text is sealed in the database and stays sealed in Python until it is revealed."""

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from tongxin.ground.people import vault


class Sealed:
    """A value of a sealed column. Printing, logging or a template show dots, never the text.

    It is empty or not (``bool``), and gives its text to :meth:`reveal` alone.
    """

    __slots__ = ("_cell", "_envelope", "_text")

    def __init__(self, *, text: str | None = None, envelope: bytes = b"", cell: str = "") -> None:
        self._text, self._envelope, self._cell = text, envelope, cell

    def reveal(self) -> str:
        """The text. Opened at the first call, and not before. Raises ciphers.Damaged."""
        if self._text is None:
            self._text = vault.unseal(self._envelope, cell=self._cell) if self._envelope else ""
        return self._text

    reveal.alters_data = True  # a template cannot call it

    def envelope_for(self, cell: str) -> bytes:
        """The bytes to store in ``cell``: those read from it, else newly sealed ones."""
        if self._envelope and self._cell == cell:
            return self._envelope
        text = self.reveal()
        if text:
            self._envelope, self._cell = vault.seal(text, cell=cell), cell
            return self._envelope
        return b""

    def __bool__(self) -> bool:
        return bool(self._envelope) if self._text is None else bool(self._text)

    def __str__(self) -> str:
        return "•••" if self else ""

    def __repr__(self) -> str:
        return f"<Sealed {self!s}>"

    def __reduce__(self):
        raise TypeError("a sealed value is not copied out of its process")


class _SealedAttribute(DeferredAttribute):
    """Keeps the column's value as :class:`Sealed`, whatever is assigned: text, envelope or Sealed."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, memoryview | bytes):
            value = Sealed(envelope=bytes(value), cell=self.field.cell(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = (
            Sealed(text=value or "") if isinstance(value, str | None) else value
        )


class SealedTextField(models.BinaryField):
    """Text kept encrypted: ``bytea`` in the database, :class:`Sealed` in Python, empty when there is nothing.

    The seal is bound to table, column and row: an envelope copied into another cell does not open.
    The row's key must be known before it is saved (a UUID); with a serial key only the column is bound.
    Writing through a query set takes only ``b""`` (erasure): plain text without its row is refused.
    """

    sealed = True
    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def cell(self, instance: models.Model) -> str:
        """The name of this column in this row, to which the seal is bound."""
        return self.cell_of(instance.pk)

    def cell_of(self, pk: Any) -> str:
        key = self.model._meta.pk
        row = "" if isinstance(key, models.AutoField | models.BigAutoField) else str(pk)
        return f"{self.model._meta.db_table}.{self.column}:{row}"

    def pre_save(self, instance: models.Model, add: bool) -> bytes:
        return getattr(instance, self.attname).envelope_for(self.cell(instance))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str | Sealed):
            raise TypeError(f"{self.name} is sealed: assign it to an object and save that")
        return super().get_prep_value(value)

    def value_to_string(self, instance: models.Model) -> str:
        raise TypeError(f"{self.name} is sealed and is not exported")
