"""What can be imported: declared by the app that owns the records, read by the machinery here.

The machinery knows no subject.  It reads the file, shows the columns, keeps lines and outcomes, and works
through them in batches; the kind says what columns mean, which lines belong together, what would become of
a record (`plan`) and makes it so (`write`).  A dry run and the run itself use the same `plan`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.actions import Action
from accounts.models import User
from lists.models import Decision, Outcome, Undone
from timecount.extensions import Label, registry


@dataclass(frozen=True)
class Reason:
    """Why a line is skipped or doubtful: a code of `sentences`, and the values that stand in the sentence.

    The value `owner` is the key of a record; its name is looked up for the reader, who may not see it.
    """

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return {"code": self.code, **self.values}


@dataclass(frozen=True)
class Sentence:
    """`unnamed` stands in where the reader may not see the owner."""

    text: Label
    unnamed: Label = ""


@dataclass(frozen=True)
class Reading:
    """A cell as it was understood: the value, how it reads, and what is doubtful about it.

    `proposed` is what was probably meant: taken once somebody has agreed to all doubts of that code.
    """

    value: Any = None
    shown: str = ""
    doubt: Reason | None = None
    proposed: "Reading | None" = None


def as_text(raw: str) -> Reading:
    return Reading(raw, raw)


@dataclass(frozen=True)
class Column:
    """What a column of a file can mean.

    `also` are names that it has where no other column claims them; `otherwise` is what a second column of the
    same name means (a second "Telefon" is that of the person); `several` columns may mean the same; what is
    `kept` has no home yet and stays with the line.
    """

    key: str
    label: Label
    names: tuple[Label, ...] = ()
    also: tuple[str, ...] = ()
    read: Callable[[str], Reading] = as_text
    looks_like: Callable[[str], bool] | None = None
    otherwise: str = ""
    several: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Cells:
    """A line by meaning: the tidied texts of every column that means something, empty ones left out.

    Of an `unreadable` line nothing is known but the reason; nor whom the lines below belong to.
    """

    line: int
    texts: Mapping[str, tuple[str, ...]]
    unreadable: Reason | None = None
    # What was said to likely duplicates, of this line or of all: {question: decision}.
    decisions: Mapping[str, str] = field(default_factory=dict)

    def first(self, key: str) -> str:
        return next(iter(self.texts.get(key, ())), "")


@dataclass(frozen=True)
class Placed:
    """Where a line belongs: `head` is the first line of its record, None where it is left out for a `reason`.

    With `twin` it is asked whether it is the same as that line.
    """

    line: int
    head: int | None
    reason: Reason | None = None
    twin: int | None = None


# The question of `Placed.twin`.
IN_FILE = "in_file"


@dataclass(frozen=True)
class Question:
    """A doubt of one kind; `usual` is what happens as long as nobody says anything."""

    label: Label
    usual: Decision = Decision.SKIP


@dataclass(frozen=True)
class Record:
    """The lines that make one record, the one that names it first."""

    lines: tuple[Cells, ...]

    def said(self, question: str, usual: Decision = Decision.SKIP) -> Decision:
        return Decision(self.lines[0].decisions.get(question) or usual)


@dataclass(frozen=True)
class Change:
    column: str
    old: str
    new: str

    def stored(self) -> dict[str, str]:
        return {"column": self.column, "old": self.old, "new": self.new}


@dataclass
class LinePlan:
    line: int
    outcome: Outcome
    reasons: list[Reason] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass
class Plan:
    """What becomes of a record.  `work` is what `write` needs, None where there is nothing to write.

    `question` is asked about the record `candidate`, whatever was said to it already.
    """

    lines: list[LinePlan]
    target: int | None = None
    work: Any = None
    question: str = ""
    candidate: int | None = None

    def skip(self, reason: Reason) -> None:
        """The first line for this reason, the others because the first one is."""
        self.work, self.target = None, None
        for line in self.lines:
            line.outcome, line.changes, line.reasons = Outcome.SKIPPED, [], [reason]
            reason = Reason("head_skipped", {"line": self.lines[0].line})


@dataclass
class Undoing:
    """What became of a record that a run had made or changed, once the run was undone."""

    outcome: Undone
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class ImportKind:
    """`key` is also the namespace of its URLs.  At least one of the columns `needs` must be there."""

    key: str
    label: Label
    action: Action
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    sentences: Mapping[str, Sentence]
    place: Callable[[Iterable[Cells]], Iterator[Placed]]
    # The run itself is named too: what it made a moment ago is no duplicate.
    plan: Callable[[Sequence[Record], User | None, int], list[Plan]]
    write: Callable[[Sequence[Plan], User | None], None]
    # Takes back what a run did to the records with these keys; by key what became of each, and perhaps of more.
    undo: Callable[[int, Sequence[int], User | None], Mapping[int, Undoing]]
    # The names of those records that the reader may see (the system sees all), by key.
    named: Callable[[User | None, Collection[int]], Mapping[int, str]]
    # The page of a record: takes its key.
    record_url_name: str
    questions: Mapping[str, Question]
    # What the records that one is asked about say, as they are seen by the reader: by key, label and text.
    shown: Callable[[User | None, Collection[int]], Mapping[int, Sequence[tuple[Label, str]]]]
    # Doubts of readings that propose something, by code: agreed to for all of a kind, as to `questions`.
    proposals: Mapping[str, Label] = field(default_factory=dict)
    # Columns that somebody has defined: asked for each time, for they may be others by now.
    own_columns: Callable[[], tuple[Column, ...]] = tuple

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


def kind_of(key: str) -> ImportKind:
    """With the columns of this moment; of two that have the same name, the one that somebody defined is meant."""
    kind: ImportKind = registry.import_kinds[key]
    return replace(kind, columns=(*kind.own_columns(), *kind.columns))
