"""Plans proposed to people who decide: pure functions, no Django, no database."""
