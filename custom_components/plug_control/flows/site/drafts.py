"""What the site's forms share: the draft that they fill in, and its meter."""

from collections.abc import Mapping
from typing import Any

from custom_components.plug_control.const import CONF_GRID_METER
from custom_components.plug_control.site.options import GridMeter

type Draft = Mapping[str, Any]
"""The site's options in the form in which they are stored, not yet complete."""
type Errors = dict[str, str]


def meter_of(draft: Draft) -> GridMeter:
    """Return how the grid is measured."""
    return GridMeter(draft.get(CONF_GRID_METER, GridMeter.NONE))


def has_meter(draft: Draft) -> bool:
    """Return whether the grid is measured."""
    return meter_of(draft) is not GridMeter.NONE
