"""Headshot imaging: bytes of a picture in, clean renditions or a refusal out. Knows no Django."""

from technicians.imaging.answers import Crop, Processed, Refused
from technicians.imaging.sandbox import process

__all__ = ["Crop", "Processed", "Refused", "process"]
