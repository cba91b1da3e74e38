"""A phone on the screen, and the provider's HTTP API behind it; it knows nothing of Django."""

from .service import Simulator

__all__ = ["Simulator"]
