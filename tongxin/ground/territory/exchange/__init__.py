"""The tree as a workbook and as GeoJSON: reading and writing rows, without a database."""
