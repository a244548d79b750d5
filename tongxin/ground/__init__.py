"""What everything stands on: places, organisations, persons, posts."""
