"""Draws the demo's people; knows nothing of the company or its rows."""

from fieldservice.demo.portraits.drawing import png
from fieldservice.demo.portraits.people import EIGHT
from fieldservice.demo.portraits.portrait import Portrait

__all__ = ["EIGHT", "Portrait", "png"]
