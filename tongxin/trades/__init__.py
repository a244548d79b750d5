"""The work. Siblings never import one another."""
