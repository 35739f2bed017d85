"""What the live page shows, computed once per process and change."""

from monitoring.live.cache import LiveCache
from monitoring.live.snapshot import Snapshot, current_revision, render, snapshot

live_cache = LiveCache(current_revision, lambda now: render(snapshot(now)))

__all__ = ["LiveCache", "Snapshot", "live_cache", "snapshot"]
