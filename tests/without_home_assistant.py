"""Run a module of parts that do not need Home Assistant, without its import, which takes seconds.

`python -m tests.without_home_assistant MODULE [ARGUMENTS…]`
"""

from importlib.machinery import PathFinder
from importlib.util import module_from_spec
import runpy
import sys

import custom_components

INTEGRATION = "custom_components.plug_control"


def main() -> None:
    """Stand in for the integration's package, whose `__init__` imports Home Assistant, and run the module."""
    spec = PathFinder.find_spec(INTEGRATION, custom_components.__path__)
    assert spec is not None
    sys.modules[INTEGRATION] = module_from_spec(spec)
    module, *sys.argv[1:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
