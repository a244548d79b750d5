"""The pages of cases: for residents, for the desk, for units. They ask and show; the rules are below."""
