"""What a resident holds of a thing that was asked for: its number, and the code that opens it."""
