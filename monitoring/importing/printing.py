"""A report as lines of text, the same on the command line and in the admin."""

from collections.abc import Iterator

from monitoring.importing.report import EXAMPLES, Entry, Outcome, Report
from monitoring.importing.words import said


def lines(report: Report, language: str) -> Iterator[str]:
    """Each section with its sum, then every reason with its count and the first rows of it."""
    section = ""
    for name, outcome, reason, count, examples in report.rows():
        if name != section:
            section = name
            yield f"{said(name, language)}: {_sums(report.of(name), language)}"
        yield f"  {said(outcome, language)} — {said(reason, language)}: {count}"
        yield from (f"    {shown(entry)}" for entry in examples if entry.what)
        if count > EXAMPLES:
            yield f"    … +{count - EXAMPLES}"
    yield _total(report, language)


def shown(entry: Entry) -> str:
    return f"{entry.what}: {entry.detail}" if entry.detail else entry.what


def _sums(counts: dict[Outcome, int], language: str) -> str:
    return ", ".join(
        f"{said(outcome, language)} {counts[outcome]}" for outcome in Outcome if outcome in counts
    )


def _total(report: Report, language: str) -> str:
    sums = {outcome: report.total(outcome) for outcome in Outcome}
    return f"{'всего' if language == 'ru' else 'in all'} {report.total()}: {_sums(sums, language)}"
