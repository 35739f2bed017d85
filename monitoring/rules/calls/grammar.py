"""Forms of Russian words by pymorphy3, expanded once when the rules are compiled."""

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from monitoring.rules.calls.folding import fold

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

# Pairs of aspect that people use as one word: whoever lists «выручайте» means «выручите» too.
_ASPECT_PAIRS: Final = {"выручать": "выручить", "выручить": "выручать", "помочь": "помогать",
                        "подсказать": "подсказывать", "подсобить": "подсоблять"}  # fmt: skip
# «хелпаните»: verbs in -нуть that no dictionary holds; the imperative's ending, then the forms.
_NEW_VERB_IMPERATIVES: Final = ("ните", "ни")
_NEW_VERB_ASKING: Final = ("нет", "нешь", "нете", "нут", "нуть")
_KEPT_OF_VERBS: Final = frozenset({"past", "pres", "futr", "impr", "indc"})
# What stays the same in «any form of the same part of speech and tense».
_OBLIQUE: Final = frozenset({"gent", "datv", "ablt", "loct", "gen2", "loc2"})


class Use(IntEnum):
    """When a keyword's form calls: always, where something is asked, or with «бы» alone."""

    ALWAYS = 0
    ASKED = 1
    WISHED = 2


class Grammar:
    """The dictionary, loaded when first asked and dropped when the rules are compiled."""

    _analyzer: "MorphAnalyzer | None" = None

    @classmethod
    def analyzer(cls) -> "MorphAnalyzer":
        if cls._analyzer is None:
            from pymorphy3 import MorphAnalyzer  # costs 35 MB and 0.1 s: only while compiling

            cls._analyzer = MorphAnalyzer()
        return cls._analyzer

    @classmethod
    def drop(cls) -> None:
        """Free the dictionary's memory; the next question loads it again."""
        cls._analyzer = None


def is_word(word: str) -> bool:
    """Whether a Russian dictionary holds the word."""
    return bool(Grammar.analyzer().word_is_known(word))


@lru_cache(maxsize=1_000)
def keyword_forms(keyword: str) -> tuple[tuple[str, Use], ...]:
    """Folded forms of a keyword, each with when it calls.

    A noun has all its forms. An imperative has the imperatives, in a question the future
    and the infinitive («кто поможет», «можете помочь»), and the past as a wish alone
    («помогли бы кто», never «вчера помогли»).
    """
    keyword = fold(keyword)
    if keyword.isascii():
        return ((keyword, Use.ALWAYS), (keyword + "s", Use.ALWAYS)) if keyword.isalpha() else ()
    parses = Grammar.analyzer().parse(keyword)
    imperative = next((p for p in parses if "impr" in p.tag and p.is_known), None)
    if imperative is not None:
        return _imperative_forms(imperative)
    for ending in _NEW_VERB_IMPERATIVES:
        if keyword.endswith(ending) and not parses[0].is_known:
            return _new_verb_forms(keyword.removesuffix(ending))
    return _unique([(form, Use.ALWAYS) for form in (keyword, *_noun_forms(parses))])


def _noun_forms(parses: "list[Parse]") -> list[str]:
    noun = next((p for p in parses if {"NOUN", "nomn"} in p.tag), None)
    chosen = noun or next((p for p in parses if "ADJF" in p.tag), None)
    return [form.word for form in chosen.lexeme] if chosen else []


def _imperative_forms(parse: "Parse") -> tuple[tuple[str, Use], ...]:
    verbs = [parse]
    partner = _ASPECT_PAIRS.get(parse.normal_form)
    if partner:
        verbs += [p for p in Grammar.analyzer().parse(partner) if "INFN" in p.tag][:1]
    uses = [(form.word, _use(form)) for verb in verbs for form in verb.lexeme]
    return _unique([(word, use) for word, use in uses if use is not None])


def _use(form: "Parse") -> Use | None:
    """None for what never calls: the present, the first person, participles."""
    tag = form.tag
    if "impr" in tag:
        return Use.ALWAYS if "excl" in tag else None  # «поможемте» offers
    if tag.POS == "INFN" or ("futr" in tag and ("2per" in tag or "3per" in tag)):
        return Use.ASKED
    return Use.WISHED if tag.POS == "VERB" and "past" in tag else None


def _new_verb_forms(stem: str) -> tuple[tuple[str, Use], ...]:
    always = [(stem + ending, Use.ALWAYS) for ending in _NEW_VERB_IMPERATIVES]
    return _unique(always + [(stem + ending, Use.ASKED) for ending in _NEW_VERB_ASKING])


def _unique(forms: list[tuple[str, Use]]) -> tuple[tuple[str, Use], ...]:
    """Folded, each form once; where two fold into one the less bound stays."""
    found: dict[str, Use] = {}
    for form, use in forms:
        form = fold(form)
        found[form] = min(found.get(form, use), use)
    return tuple(found.items())


@lru_cache(maxsize=4_000)
def phrase_forms(word: str) -> frozenset[str]:
    """Forms of a phrase's word: the same part of speech and tense.

    A noun or adjective in the nominative stands for all its cases, in another case for that
    case alone («вопросов нет» is not «вопрос, почему нет…»). Short forms stay short.
    """
    word = fold(word)
    if word.isascii() or len(word) < 3:
        return frozenset({word})
    forms = {word}
    for parse in Grammar.analyzer().parse(word):
        if parse.is_known and parse.tag.POS not in (None, "PREP", "CONJ", "PRCL", "INTJ", "PRED"):
            forms.update(fold(form.word) for form in parse.lexeme if _alike(parse, form))
    return frozenset(forms)


def _alike(given: "Parse", form: "Parse") -> bool:
    if given.tag.POS != form.tag.POS:
        return False
    if given.tag.POS in ("VERB", "PRTF", "PRTS", "GRND"):
        return (given.tag.tense, given.tag.mood) == (form.tag.tense, form.tag.mood)
    case = given.tag.case
    return case not in _OBLIQUE or form.tag.case == case
