"""One line a figure: name, value, target, ok or MISSED; what was missed is said again last."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    """Prints each figure when it is known."""

    count: int = 0
    missed: list[str] = field(default_factory=list)

    def at_most(self, name: str, value: float, target: float, unit: str = "") -> None:
        self._line(name, value, f"≤ {target:g}", unit, value <= target)

    def at_least(self, name: str, value: float, target: float, unit: str = "") -> None:
        self._line(name, value, f"≥ {target:g}", unit, value >= target)

    def note(self, name: str, text: str) -> None:
        """What explains a figure and has no target."""
        print(f"  {name}: {text}", flush=True)

    def summary(self) -> None:
        print(f"{self.count - len(self.missed)} of {self.count} targets reached", flush=True)
        for line in self.missed:
            print(f"  {line}")

    def _line(self, name: str, value: float, target: str, unit: str, is_ok: bool) -> None:
        shown = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
        line = f"{name}: {shown}{unit} (target {target}{unit}) {'ok' if is_ok else 'MISSED'}"
        print(line, flush=True)
        self.count += 1
        if not is_ok:
            self.missed.append(line)
