"""A climbing school: courses are booked on its website, and workflows do the rest."""

from serving import app
from workflows import booking, refund

__all__ = ["app", "booking", "refund"]
