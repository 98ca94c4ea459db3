"""The cases of the public certification plan for OCPP 1.6 central systems, one by one."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.conformance.{each}" for each in ("core", "files", "kit", "lists", "security"))
)
