"""A stand-in for Discord on loopback: gateway and REST, version 10, for demo and tests."""

from .build import build_world
from .core import Options
from .standin import StandIn

__all__ = ["Options", "StandIn", "build_world"]
