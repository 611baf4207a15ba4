"""How long tests wait for what is only slow. A test that fails for want of time tests the machine, not the service."""

PATIENCE_S = 240
PATIENCE_MS = PATIENCE_S * 1000
