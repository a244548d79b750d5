"""The pages of a volunteer, phone first."""
