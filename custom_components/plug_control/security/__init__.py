"""Certificates, keys, passwords and signed meter values: the only room that imports cryptography."""
