"""All cases: importing this module registers them."""

from . import core

__all__ = ["core"]
