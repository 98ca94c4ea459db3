"""Central systems without Home Assistant as child processes, and the back ends to which they relay."""

from typing import Final

HOST: Final = "127.0.0.1"
