"""The cases of the public certification plan for OCPP 1.6 central systems, one by one."""

import pytest

pytest.register_assert_rewrite("tests.conformance.core", "tests.conformance.kit")
