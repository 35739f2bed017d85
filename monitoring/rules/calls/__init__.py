"""The call-for-help rule: does a message's text ask for help?

`compile_rules(CallSettings())` once per configuration, then `decide(text)` per message.
No Django, no discord.py: plain text in, decisions out.
"""

from monitoring.rules.calls.keywords import DEFAULT_KEYWORDS
from monitoring.rules.calls.phrases import KINDS, Phrase
from monitoring.rules.calls.points import DEFAULT_THRESHOLD
from monitoring.rules.calls.rules import (
    DEFAULT_PHRASES,
    CallDecision,
    CallRules,
    CallSettings,
    KeywordHit,
    PassedOver,
    compile_rules,
)

__all__ = [
    "DEFAULT_KEYWORDS",
    "DEFAULT_PHRASES",
    "DEFAULT_THRESHOLD",
    "KINDS",
    "CallDecision",
    "CallRules",
    "CallSettings",
    "KeywordHit",
    "PassedOver",
    "Phrase",
    "compile_rules",
]
