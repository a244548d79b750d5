"""What a text is probably about and whose task that is, always with the reason in words."""
