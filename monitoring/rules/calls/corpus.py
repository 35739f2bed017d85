"""Labelled texts: one `label<TAB>kind<TAB>text` a line, a newline in a text written `\\n`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parents[3] / "corpus" / "calls.tsv"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """`calls`: a careful person would tell a curator."""

    calls: bool
    kind: str
    text: str


def read_corpus(path: Path = CORPUS) -> Iterator[LabelledText]:
    """Texts of a file; lines that start with `#` are comments. ValueError on a broken line."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            label, kind, text = line.split("\t")
            yield LabelledText({"1": True, "0": False}[label], kind, text.replace("\\n", "\n"))
