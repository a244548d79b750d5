"""``make tour``: pictures and a check of every page, for whoever builds or reviews pages."""
