"""All cases: importing this module registers them."""

from . import core, lists, security

__all__ = ["core", "lists", "security"]
