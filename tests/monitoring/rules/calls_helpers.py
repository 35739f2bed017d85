from monitoring.rules.calls import CallRules, CallSettings, compile_rules


def default_rules() -> CallRules:
    return compile_rules(CallSettings())


def phrase_rules() -> CallRules:
    """Keywords and phrases alone, so that a test sees what the points don't decide."""
    return compile_rules(CallSettings(points=False))


def keyword_in(text: str, **settings: object) -> str | None:
    hit = compile_rules(CallSettings(**settings)).mentions_keyword(text)  # type: ignore[arg-type]
    return hit and hit.keyword
