"""A small trade for the tests of the engine: someone needs an errand run."""
