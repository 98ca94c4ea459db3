"""Central systems without Home Assistant as child processes, and the back ends to which they relay."""
