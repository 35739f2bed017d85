"""Every model of the monitoring on Django's admin pages; importing the modules registers them."""

from monitoring.admin import (
    alerts,
    configuration,
    curators,
    names,
    pipeline,
    reports,
    requests,
    statistics,
)

__all__ = [
    "alerts",
    "configuration",
    "curators",
    "names",
    "pipeline",
    "reports",
    "requests",
    "statistics",
]
