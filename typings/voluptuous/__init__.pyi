# Home Assistant runs probatio under voluptuous's name: so do the type checks.
from probatio import *
