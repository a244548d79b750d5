"""How the world comes in; no rule lives here."""
