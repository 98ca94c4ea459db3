"""Run parts of the integration without Home Assistant, whose import takes seconds.

`python -m scripts.lib.without_home_assistant MODULE [ARGUMENTS…]`
"""

from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
import runpy
import sys

INTEGRATION = "custom_components.plug_control"


def stand_in() -> None:
    """Stand in for the integration's package, whose `__init__` imports Home Assistant; call it before anything of it is imported."""
    # Only now: Home Assistant finds custom integrations in the package that is imported first.
    package = import_module(INTEGRATION.partition(".")[0])
    spec = PathFinder.find_spec(INTEGRATION, package.__path__)
    assert spec is not None
    sys.modules[INTEGRATION] = module_from_spec(spec)


def main() -> None:
    """Run the module that the command line names."""
    stand_in()
    module, *sys.argv[1:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
