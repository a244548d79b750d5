"""Chinese maps show GCJ-02, everything stored is WGS-84: conversion happens at the door only.

Arguments and results are (latitude, longitude) in degrees.
"""

from math import asin, cos, hypot, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
AXIS_M = 6_378_245.0  # Krasovsky 1940, on which GCJ-02 is built
ECCENTRICITY_2 = 0.00669342162296594323


def in_china(lat: float, lng: float) -> bool:
    """Whether maps shift this point: the box that GCJ-02 itself uses, wider than the borders."""
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347


def wgs84_to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """Where a Chinese map draws a WGS-84 point; outside China the point itself."""
    if not in_china(lat, lng):
        return lat, lng
    d_lat, d_lng = _shift(lat, lng)
    return lat + d_lat, lng + d_lng


def gcj02_to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """The WGS-84 point of a point on a Chinese map, to less than a centimetre.

    The shift changes slowly from place to place, so feeding the result back in closes on the answer.
    """
    back_lat, back_lng = lat, lng
    for _ in range(12):
        there_lat, there_lng = wgs84_to_gcj02(back_lat, back_lng)
        miss_lat, miss_lng = lat - there_lat, lng - there_lng
        back_lat, back_lng = back_lat + miss_lat, back_lng + miss_lng
        if hypot(miss_lat, miss_lng) < 1e-10:
            break
    return back_lat, back_lng


def distance_m(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """Metres between two points along the sphere."""
    half_lat, half_lng = radians(other_lat - lat) / 2, radians(other_lng - lng) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def _shift(lat: float, lng: float) -> tuple[float, float]:
    x, y = lng - 105.0, lat - 35.0
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (ripple + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (ripple + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    flat = radians(lat)
    bend = 1 - ECCENTRICITY_2 * sin(flat) ** 2
    north *= 180 / (AXIS_M * (1 - ECCENTRICITY_2) / (bend * sqrt(bend)) * pi)
    east *= 180 / (AXIS_M / sqrt(bend) * cos(flat) * pi)
    return north, east
