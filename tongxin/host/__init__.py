"""What the product needs of a machine: PostgreSQL, processes, checks. Knows no Django."""
