"""A channel's messages in the order of their snowflakes."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class HasId(Protocol):
    id: int


T = TypeVar("T", bound=HasId)


class History(Generic[T]):
    """Sorted by id; look-up by id in constant time, pages in logarithmic time."""

    __slots__ = ("_by_id", "_ids")

    def __init__(self) -> None:
        self._by_id: dict[int, T] = {}
        self._ids: list[int] = []

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[T]:
        return (self._by_id[id_] for id_ in self._ids)

    def get(self, id_: int) -> T | None:
        return self._by_id.get(id_)

    def add(self, item: T) -> None:
        if not self._ids or item.id > self._ids[-1]:
            self._ids.append(item.id)
        else:
            insort(self._ids, item.id)
        self._by_id[item.id] = item

    def remove(self, id_: int) -> T | None:
        item = self._by_id.pop(id_, None)
        if item is not None:
            del self._ids[bisect_left(self._ids, id_)]
        return item

    def drop_before(self, id_: int) -> int:
        """Forget everything older than `id_` (exclusive); how many that were."""
        cut = bisect_left(self._ids, id_)
        for old in self._ids[:cut]:
            del self._by_id[old]
        del self._ids[:cut]
        return cut

    def before(self, id_: int | None, limit: int) -> list[T]:
        """The newest `limit` items older than `id_` (None: of all), newest first."""
        end = len(self._ids) if id_ is None else bisect_left(self._ids, id_)
        return self._newest_first(max(0, end - limit), end)

    def after(self, id_: int, limit: int) -> list[T]:
        """The oldest `limit` items newer than `id_`, newest first, as Discord returns them."""
        start = bisect_left(self._ids, id_ + 1)
        return self._newest_first(start, start + limit)

    def around(self, id_: int, limit: int) -> list[T]:
        """Up to `limit` items with `id_` in the middle, newest first."""
        middle = bisect_left(self._ids, id_)
        start = max(0, middle - limit // 2)
        return self._newest_first(start, start + limit)

    def _newest_first(self, start: int, end: int) -> list[T]:
        return [self._by_id[id_] for id_ in reversed(self._ids[start:end])]
