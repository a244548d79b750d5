"""Tables in files: a sheet of a workbook, or a text file with separators. Rows keep the file's numbers."""

from tongxin.doors.exchange.tables.opening import Row, Table, fingerprint, open_table

__all__ = ["Row", "Table", "fingerprint", "open_table"]
