"""What a curator's reply to a report approves. Never a guess, and no refusal is ever approval.

The letters are those of `verdict_words`; N is a number, S one in words that ends in «один», X a
date or time, a an approving sign, r a denied approval, E a number or thing that names an item.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .reply_letters import Reply, letters_of
from .report_tokens import readable, tokens_of
from .verdict_words import is_unit

MAX_WORDS = 250

_PHRASES = (
    (re.compile(r"(?:\A|(?<=[,.;!\n]))-(?=[,.;!\n]|\Z)"), "W"),  # a minus alone
    (re.compile(r"[BWQ]z|zW|zQe|Qez|ld"), "A"),  # «замечаний нет», no issues, looks good
    (re.compile(r"Qh"), "g"),  # «не плохо»
    (re.compile(r"[NS]M"), "X"),
    (re.compile(r"WQ[Vio]|Z(?:OT)?[Vo]"), "r"),  # «ничего не принято», none approved
    (re.compile(r"Z"), "W"),
    (re.compile(r"Q[gL]?[PmwYn]?[uR]|[uR]Q[mPw]|[uR]W"), "K"),  # «переделывать не надо»
    (re.compile(r"QL|QY|QK|LQA|LQ(?=[,.!\n]|\Z)"), "K"),  # «не всё», «не совсем»
    (re.compile(r"Q[wPt]?[gi]?i|Q[VoA]"), "r"),  # «не могу принять», «не принято», «не ок»
    (re.compile(r"rL"), "K"),  # «не принято всё»: all of it, or not all of it?
)
_ITEMS = (
    (re.compile(r"[I#]{1,2}[NS](?:[,&][NS])*|[NS]-[NS]|[NS](?:[,&][NS]){2,}|[NS]I|Ns"), "E"),
    (re.compile(r"G[NS][,&][NS]"), "E"),  # «по 4 и 5»
    (re.compile(r"[NS][C&][NS](?![Rru✗W])|[NS],[NS](?![VRruW✓✗TQ])"), "E"),
    (re.compile(r"KT?[NS](?!T?[O/])|c[NS]"), "E"),
    (re.compile(r"(?<=t)[NS](?![O/])"), "X"),  # «проверил в 5»
)
_ZERO_OF_THEM = re.compile(r"nST?s?r?(?=[,.!\n]|\Z)")  # «ни одна не принята»
_ZERO_FAULTS = re.compile(r"[NS]z")
_CLAUSE_END = re.compile(r"[,.;!?\n()b]")
_SENTENCE_END = re.compile(r"[.;!?\n]")

_N = r"[NS][Ts]?"
_PAIR = rf"(?:[NS]T?[O/]g?{_N})"
_ONE = rf"(?:{_PAIR}|{_N})"
_JUDGED = re.compile(
    rf"(?P<first>[VRruAo✓✗])[:\-]?(?P<all>[YLf]{{0,2}})(?P<after>{_ONE})(?![wjIMPzC\-/+])"
    rf"|(?<![IEtK/#\-+CwmPO])(?P<before>{_ONE})[gY]?-?(?P<last>[VRruAo✓✗W])"
    rf"|(?<![IEtK/#\-+CwcmP])(?P<pair>{_PAIR})(?![wjIMPzC\-/+EQc])"
)
_REASON = re.compile(r"(?<=[rR])[:\-]?[WQBn][^NSEsTk]*\Z")  # «отклонено: нет скринов»
_BARE = re.compile(rf"g{{0,2}}[YLf]?{_N}")
_REFUSING = frozenset("Rru✗W")
_PARTIAL = frozenset("NSIEKksTYfCQnXz")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`approved` None: not understood, and `rule` says why."""

    approved: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the numbers of a reply say; `unclear` is a reason to read none of them."""

    approved: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    unclear: str = ""


def read_verdict(text: str, count: int | None) -> Verdict:
    """How many of `count` tasks the reply approves; an empty count takes a number or a refusal."""
    tokens = tokens_of(readable(text), is_unit, limit=MAX_WORDS)
    if not tokens:
        return Verdict(None, "none")
    reply = _drawn_together(letters_of(tokens))
    if reply.letters == "-":
        return Verdict(0, "refused")
    said, asks = _without_questions(reply)
    clauses = _clauses(said)
    return (
        _by_number(clauses, count)
        or _by_refusal(clauses, reply.letters, asks, count)
        or _by_approval(clauses, asks, count)
    )


def _drawn_together(reply: Reply) -> Reply:
    reply = reply.where(_ZERO_FAULTS, "A", lambda value: value == 0)
    for pattern, letter in _PHRASES:
        reply = reply.replaced(pattern, letter)
    reply = reply.where(_ZERO_OF_THEM, "r", lambda value: value == 1)
    for pattern, letter in _ITEMS:
        reply = reply.replaced(pattern, letter)
    return reply


def _without_questions(reply: Reply) -> tuple[Reply, bool]:
    """The reply without what it asks. A question that opens with no question word takes it all."""
    kept, start, asks = [], 0, False
    for sentence in _sentences(reply.letters):
        end = start + len(sentence)
        asking = re.search(r"(?:^|[,b(])[gb]{0,2}q", sentence)
        if asking or sentence.endswith("?"):
            asks = True
            kept.append(reply.part(start, start + (asking.start() if asking else 0)))
        else:
            kept.append(reply.part(start, end))
        start = end
    letters = ".".join(part.letters for part in kept)
    values: list[int] = []
    for part in kept:
        values += [*part.values, -1]
    return Reply(letters, tuple(values[:-1])), asks


def _sentences(letters: str) -> list[str]:
    return re.findall(r"[^.;!?\n]*[.;!?\n]|[^.;!?\n]+\Z", letters)


def _clauses(reply: Reply) -> list[Reply]:
    clauses, start = [], 0
    for match in _CLAUSE_END.finditer(reply.letters):
        clauses.append(reply.part(start, match.start()))
        start = match.start() + (match[0] != "b")
    clauses.append(reply.part(start, len(reply.letters)))
    return [clause for clause in clauses if clause.letters]


def _by_number(clauses: list[Reply], count: int | None) -> Verdict | None:
    """An explicit number wins; None if there is none."""
    read = [_numbers(clause) for clause in clauses]
    unclear = [numbers.unclear for numbers in read if numbers.unclear]
    approved = frozenset[int]().union(*(numbers.approved for numbers in read))
    refused = frozenset[int]().union(*(numbers.refused for numbers in read))
    totals = frozenset[int]().union(*(numbers.totals for numbers in read))
    bare = _bare(clauses)
    if unclear and not approved:
        return Verdict(None, unclear[0])
    if not approved and not refused and len(bare) == 1:
        approved, bare = frozenset(bare), []
    if not approved:
        return _all_refused(refused, totals, clauses, count) if refused else None
    if unclear or bare:
        return Verdict(None, unclear[0] if unclear else "two_numbers")
    return _allowed(approved, refused, totals, count)


def _allowed(
    approved: frozenset[int], refused: frozenset[int], totals: frozenset[int], count: int | None
) -> Verdict:
    if len(approved) > 1:
        return Verdict(None, "two_numbers")
    number = next(iter(approved))
    known = [count] if count is not None else list(totals)
    if any(number > total for total in known):
        return Verdict(None, "over_count")
    if len(totals | set(known)) > 1:
        return Verdict(None, "other_total")
    if any(number + sum(refused) > total for total in known):
        return Verdict(None, "two_numbers")
    return Verdict(number, "number")


def _all_refused(
    refused: frozenset[int], totals: frozenset[int], clauses: list[Reply], count: int | None
) -> Verdict:
    """«отклонены все 5» refuses the whole; «отклонено 2» doesn't say what stands."""
    if refused == {count} and not any("k" in clause.letters for clause in clauses):
        whole = any("L" in clause.letters for clause in clauses) or totals == {count}
        if whole:
            return Verdict(0, "refused")
    return Verdict(None, "partial")


def _numbers(clause: Reply) -> _Numbers:
    approved: set[int] = set()
    refused: set[int] = set()
    totals: set[int] = set()
    for match in _JUDGED.finditer(clause.letters):
        place = match.start(next(name for name in ("after", "before", "pair") if match[name]))
        numbers = [
            clause.values[index]
            for index in range(place, match.end())
            if clause.letters[index] in "NS"
        ]
        judge = match["first"] or match["last"] or "V"
        if judge == "o" and clause.letters[place] != "S":
            return _Numbers(unclear="items")  # «принята 3»: the third
        (refused if judge in _REFUSING else approved).add(numbers[0])
        totals.update(numbers[1:])
        if "L" in (match["all"] or "") or clause.letters[max(0, place - 1) : place] == "L":
            totals.add(numbers[0])
    if approved == {1} and refused == {2} and "✗" in clause.letters:
        return _Numbers(unclear="items")  # «1 ✅ 2 ❌» is a list
    if (approved or refused) and (doubt := set("PQCq") & set(clause.letters)):
        reason = "in_progress" if "P" in doubt else "partial"
        return _Numbers(frozenset(approved), frozenset(refused), frozenset(totals), reason)
    return _Numbers(frozenset(approved), frozenset(refused), frozenset(totals))


def _bare(clauses: list[Reply]) -> list[int]:
    """Numbers that are a clause of their own, «ок, 3», where no clause doubts or names items."""
    bare = [clause for clause in clauses if _BARE.fullmatch(clause.letters)]
    others = "".join(clause.letters for clause in clauses if clause not in bare)
    if set(others) & set("PKkEIQwqNS"):
        return []
    return [max(clause.values) for clause in bare]


def _by_refusal(
    clauses: list[Reply], letters: str, asks: bool, count: int | None
) -> Verdict | None:
    """A refusal of the whole beats a positive word."""
    if any(_refuses(clause.letters, count) for clause in clauses):
        return Verdict(None, "partial") if "k" in letters else Verdict(0, "refused")
    if asks or set(letters) & set("PKkNSEIVAQo+✓ay"):
        return None
    denied = any(re.fullmatch(r"[-:]?g{0,3}W{1,3}g{0,3}", clause.letters) for clause in clauses)
    return Verdict(0, "refused") if denied or "✗" in letters else None


def _refuses(clause: str, count: int | None) -> bool:
    clause = _REASON.sub("", clause)
    partial = _PARTIAL - {"T"} - ({"s"} if count == 1 else set())
    match = re.search(r"[rRu]", clause)
    if not match or set(clause) & partial or set(clause) & {"P", "q", "V"}:
        return False
    if "w" in clause[: match.start()]:
        return False
    return not re.match(r"u[gT]?w", clause[match.start() :])


def _by_approval(clauses: list[Reply], asks: bool, count: int | None) -> Verdict:
    plain = [clause.letters for clause in clauses if not _is_advice(clause.letters)]
    reason = _obstacle("".join(plain), count, asks)
    if reason:
        return Verdict(None, reason)
    if any("b" in clause for clause in plain) or not _approves(plain, count):
        return Verdict(None, "none")
    if count is None:
        return Verdict(None, "empty_count")
    return Verdict(count, "approved")


def _obstacle(letters: str, count: int | None, asks: bool) -> str:
    if asks:
        return "question"
    if letters.startswith("-"):
        return "partial"
    if "P" in letters or "m" in letters:
        return "in_progress"
    if set(letters) & set("NSIE"):
        return "items"
    if set(letters) & set("KkYfsCQnRruW✗") - ({"s"} if count == 1 else set()):
        return "partial"
    return ""


def _is_advice(clause: str) -> bool:
    """«но в следующий раз подписывайте»: about another time."""
    return "x" in clause and not set(clause) & set("VAo")


def _approves(clauses: Iterable[str], count: int | None) -> bool:
    said = ",".join(clauses)
    if "w" in said or "z" in said or "e" in said or "h" in said:
        return False
    signs = said.count("✓") or said.count("+")
    strong = bool(re.search(r"[Va]|A", said)) or _one_approved(said, count)
    praised = "c" in said and re.search(r"[dD✓]", said)
    if strong or praised or re.search(r"L[gj]?d", said) or said == "L":
        return True
    return signs == 1 or (signs > 1 and signs == count)


def _one_approved(said: str, count: int | None) -> bool:
    return "o" in said and (count == 1 or "T" not in said)
