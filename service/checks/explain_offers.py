"""Sentences about advertising: what stands together in it, and where it leads nowhere."""

from service.domain.verdicts import Signal


def offer_sentence(signal: Signal, language: str) -> str:
    """Which parts of an advertisement the comment holds."""
    evidence = signal.evidence
    parts = (
        ("عرض", "an offer", True),
        ("دعوة إلى التواصل", "a call to get in touch", evidence.get("call")),
        (
            "طريق إليه خارج الموقع",
            "a way to reach the advertiser",
            evidence.get("address") or evidence.get("channel"),
        ),
    )
    named = [(arabic, english) for arabic, english, found in parts if found]
    if language == "ar":
        return f"اجتمع في التعليق ما يجتمع في الإعلانات: {'، '.join(arabic for arabic, _ in named)}."
    return f"What makes an advertisement stands together: {', '.join(english for _, english in named)}."


def unasked_sentence(signal: Signal, language: str) -> str:
    """Why a finding of spam counts less; empty where it does not."""
    if "unasked" not in signal.evidence:
        return ""
    if language == "ar":
        return " لا رابط فيه ولا دعوة إلى التواصل، فخُفِّف أثره."
    return " It holds no link and no call to get in touch, so it counts less."
