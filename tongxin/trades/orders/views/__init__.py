"""The pages of orders, each at its door: residents, volunteers, the desk, units."""
