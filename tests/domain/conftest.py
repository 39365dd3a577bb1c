"""How invented values are drawn in the tests of the whole run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The first draw of a process reads all sources for values worth trying: a second on a busy machine, and no fault of its test.
settings.register_profile("house", parent=settings(), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
