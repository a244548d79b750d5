"""The words of the house: found in code and templates, kept in each app's catalogue, compiled at start."""
