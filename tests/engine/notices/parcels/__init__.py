"""A small trade to tell about: somebody asks for a parcel, the desk accepts, it is brought.

Its table is made by the ``parcels`` fixture; nothing outside these tests knows it.
"""
