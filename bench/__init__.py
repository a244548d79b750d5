"""``make bench``: the same work by the product and by bare psycopg, over ten thousand to a million cases."""
