"""All cases: importing this module registers them."""

from . import core, files, lists, security

__all__ = ["core", "files", "lists", "security"]
