"""What all tests share: hypothesis gives the same examples in every run, so that a failure is always the same."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=1000)
# For a first look at a failure: found, but not made small, which takes minutes with whole sources.
settings.register_profile("rough", parent=settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("ci")
