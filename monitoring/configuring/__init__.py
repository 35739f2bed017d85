"""The whole configuration as one JSON file: read, checked, applied and printed."""

from monitoring.configuring.applying import apply
from monitoring.configuring.dumping import dump
from monitoring.configuring.parsing import parse
from monitoring.configuring.values import Invalid

__all__ = ["Invalid", "apply", "dump", "parse"]
