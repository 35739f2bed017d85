"""People who ask, answer, react, edit, delete and report all day, from a seed."""

from .loop import Life

__all__ = ["Life"]
