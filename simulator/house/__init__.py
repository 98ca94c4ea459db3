"""A simulated house: sun, household, electricity prices and wallboxes behind one grid meter (`python -m simulator.house`)."""
