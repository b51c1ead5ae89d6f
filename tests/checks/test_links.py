"""Links: found as people write and hide them, and counted against what the site allows."""

import time

import pytest

from service.checks.links import check_links, find_links, registered_domain
from service.checks.policy import DEFAULT_POLICY
from tests.checks.comments import comment


def found(text):
    return [(text[slice(*link.span)], link.host, link.kind) for link in find_links(text)]


def score(text, **facts):
    signals = check_links(comment(text, **facts), DEFAULT_POLICY, find_links(text))
    return {signal.code: signal.score for signal in signals}


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "seen", "host", "kind"),
        [
            (
                "انظر https://www.example.com/a?b=1 هنا",
                "https://www.example.com/a?b=1",
                "example.com",
                "plain",
            ),
            ("زوروا example.com", "example.com", "example.com", "plain"),
            ("زوروا موقع.السعودية", "موقع.السعودية", "xn--4gbrim.xn--mgberp4a5d4ar", "plain"),
            ("hxxps://example.com/x", "hxxps://example.com/x", "example.com", "disguised"),
            ("example[.]com", "example[.]com", "example.com", "disguised"),
            ("example (dot) net", "example (dot) net", "example.net", "disguised"),
            ("موقعنا example دوت com", "example دوت com", "example.com", "disguised"),
            ("example نقطة كوم", "example نقطة كوم", "example.xn--fhbei", "disguised"),
            ("تعالوا t.me/abc", "t.me/abc", "t.me", "invite"),
            ("https://chat.whatsapp.com/Ab1", "https://chat.whatsapp.com/Ab1", "chat.whatsapp.com", "invite"),
            ("bit.ly/3x", "bit.ly/3x", "bit.ly", "shortener"),
        ],
    )
    def test_a_link_is_seen_as_typed_with_its_host(self, text, seen, host, kind):
        assert found(text) == [(seen, host, kind)]

    @pytest.mark.parametrize(
        "text",
        [
            "جملة تنتهي.ثم جملة",
            "a@example.com",
            "الساعة 12.30",
            "the dot on the map",
            "نقطة مهمة",
            "v2.0",
            "...نعم...",
        ],
    )
    def test_what_only_looks_like_one_is_none(self, text):
        assert found(text) == []

    @pytest.mark.parametrize(
        "text", ["a.bc " * 2_000, "http://" * 1_400, "www." * 2_500, "[.]" * 3_000, "a.b" * 3_300]
    )
    def test_the_longest_comments_take_no_longer(self, text):
        find_links("example.com")
        started = time.process_time()
        find_links(text)
        assert time.process_time() - started < 0.5

    def test_the_registered_domain_knows_public_suffixes(self):
        assert registered_domain("a.b.example.co.uk") == "example.co.uk"


class TestCounting:
    def test_as_many_as_the_site_allows_are_no_signal(self):
        assert score("https://a.example.com https://b.example.com") == {}

    @pytest.mark.parametrize(("links", "expected"), [(3, 0.5), (4, 0.75), (9, 1.0)])
    def test_each_link_more_raises_the_score(self, links, expected):
        text = " ".join(f"https://s{number}.example.com" for number in range(links))
        assert score(text) == {"spam.links": expected}

    @pytest.mark.parametrize("text", ["t.me/abc", "hxxp://example.com"])
    def test_one_link_that_hides_where_it_leads_is_enough(self, text):
        assert score(text)["spam.links"] >= DEFAULT_POLICY.hold_at["links"]

    def test_the_authors_own_website_is_counted_apart(self):
        assert score("نص", author_url="https://example.com/") == {}
        assert score("نص", author_url="https://t.me/abc") == {"spam.author_link": 0.5}
