"""WordPress's two lists become entries: once, with the stricter list first and a word on what was left out."""

from typing import Any

import pytest

from service.checks.lists import compile_lists
from service.domain.comments import MatchKind
from service.moderation.list_import import Report, import_wordpress
from service.moderation.lists import add_entry, list_entries
from service.moderation.wordpress_keys import Key, NotTaken, read_key
from service.store.engine import Store
from service.store.rules import live_entries, rules_stamps
from tests.support.rows import NOON, SITE

MODERATION = [
    "كلب",
    "يا حمار\r",
    "online casino",
    "",
    "  casino-bonus.net  ",
    "192.168.1.",
    "reader@example.org",
]
DISALLOWED = ["كَلـب", "@throwaway.ru", "Mozilla/5.0 (compatible; bot)", "لا", "[url="]


def imported(store: Store, **options: Any) -> Report:
    wanted = {"lists": {"moderation": MODERATION, "disallowed": DISALLOWED}} | options
    with store.transaction() as db:
        return import_wordpress(db, site_id=SITE, by="cli", now=NOON, **wanted)


def kept(store: Store) -> dict[str, tuple[str, str, str]]:
    with store.read() as db:
        rows, _ = list_entries(db, site_id=SITE, kind=None, mode=None, limit=100, cursor=None)
    return {row["value"]: (row["kind"], row["match"], row["action"]) for row in rows}


class TestLines:
    @pytest.mark.parametrize(
        ("line", "kind", "value", "match"),
        [
            ("viagra", "word", "viagra", MatchKind.WORD),
            ("يا كلب ", "phrase", "يا كلب", MatchKind.WORD),
            ("@cryptoking", "word", "@cryptoking", MatchKind.INSIDE),
            ("[url=", "word", "[url=", MatchKind.INSIDE),
            ("<a href", "phrase", "<a href", MatchKind.INSIDE),
            ("12345", "word", "12345", MatchKind.WORD),
            ("casino-bonus.net", "domain", "casino-bonus.net", MatchKind.WORD),
            ("http://www.evil.com/", "domain", "evil.com", MatchKind.WORD),
            ("*.evil.ru", "domain", "evil.ru", MatchKind.WORD),
            ("موقع.السعودية", "domain", "موقع.السعودية", MatchKind.WORD),
            ("https://bit.ly/abc", "phrase", "bit.ly/abc", MatchKind.INSIDE),
            ("نهاية.بداية", "word", "نهاية.بداية", MatchKind.INSIDE),
            ("@mail.ru", "email", "mail.ru", MatchKind.WORD),
            ("*@mail.ru", "email", "mail.ru", MatchKind.WORD),
            ("java", "word", "java", MatchKind.WORD),
        ],
    )
    def test_each_becomes_what_finds_the_same(self, line: str, kind: str, value: str, match: MatchKind):
        assert read_key(line) == Key(kind, value, match)

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("203.0.113.7", "ip_address"),
            ("192.168.", "ip_address"),
            ("10.0.0.0/8", "ip_address"),
            ("2001:db8::1", "ip_address"),
            ("Mozilla/5.0 (Windows NT 10.0)", "user_agent"),
            ("AhrefsBot/7.0", "user_agent"),
            ("python-requests", "user_agent"),
            ("reader@example.org", "email_address"),
            ("x" * 1_001, "too_long"),
            ("كل\x00ب", "unreadable"),
        ],
    )
    def test_what_lists_do_not_match_is_left_out_with_its_reason(self, line: str, reason: str):
        assert read_key(line) == NotTaken(reason)

    @pytest.mark.parametrize("line", ["", "   ", "\r", "\ufeff"])
    def test_an_empty_line_is_nothing(self, line: str):
        assert read_key(line) is None

    def test_words_may_be_sought_in_the_middle_of_others_as_wordpress_does(self):
        assert read_key("press", inside=True) == Key("word", "press", MatchKind.INSIDE)


class TestImport:
    def test_moderation_holds_disallowed_rejects_and_the_stricter_one_counts(self, store: Store):
        report = imported(store)
        assert kept(store) == {
            "كَلـب": ("word", "word", "reject"),
            "throwaway.ru": ("email", "word", "reject"),
            "[url=": ("word", "inside", "reject"),
            "يا حمار": ("phrase", "word", "hold"),
            "online casino": ("phrase", "word", "hold"),
            "casino-bonus.net": ("domain", "word", "hold"),
        }
        assert (report.imported, report.updated, report.skipped, report.failed) == (6, 0, 5, 0)
        assert report.reasons == {
            "duplicate": 1, "ip_address": 1, "email_address": 1, "user_agent": 1, "too_short": 1,
        }  # fmt: skip

    def test_the_report_names_lines_and_never_what_stands_there(self, store: Store):
        assert sorted(imported(store).lines) == [
            ("disallowed", 3, "user_agent"),
            ("disallowed", 4, "too_short"),
            ("moderation", 6, "ip_address"),
            ("moderation", 7, "email_address"),
        ]

    def test_workers_are_told_and_can_use_every_entry(self, store: Store):
        with store.read() as db:
            before = rules_stamps(db)[SITE].rules_version
        imported(store)
        with store.read() as db:
            entries, _ = live_entries(db, SITE, now=NOON)
            assert rules_stamps(db)[SITE].rules_version == before + 1
        assert len(compile_lists(entries).entries) == 6

    def test_a_second_run_makes_nothing_twice_and_tells_nobody(self, store: Store):
        imported(store)
        first = kept(store)
        with store.read() as db:
            before = rules_stamps(db)[SITE].rules_version
        again = imported(store)
        with store.read() as db:
            assert rules_stamps(db)[SITE].rules_version == before
        assert (again.imported, again.updated, again.reasons["already_there"]) == (0, 0, 6)
        assert kept(store) == first

    def test_a_line_that_moved_to_the_stricter_list_takes_its_entry_there(self, store: Store):
        imported(store, lists={"moderation": ["كلب"]})
        assert imported(store, lists={"disallowed": ["كلب"]}).updated == 1
        assert kept(store) == {"كلب": ("word", "word", "reject")}
        assert imported(store, lists={"moderation": ["كلب"]}).reasons == {"already_there": 1}
        assert kept(store) == {"كلب": ("word", "word", "reject")}

    def test_what_the_newsroom_entered_by_itself_stays_as_it_is(self, store: Store):
        own = {
            "kind": "word", "value": "كلب", "match": "word", "action": "note", "reason": "list.match",
            "language": None, "mode": "live", "section": None, "note": None, "expires_at": None,
        }  # fmt: skip
        with store.transaction() as db:
            add_entry(db, site_id=SITE, fields=own, by="key_1", now=NOON)
        assert imported(store, lists={"disallowed": ["كلب"]}).reasons == {"already_there": 1}
        assert kept(store) == {"كلب": ("word", "word", "note")}

    def test_it_may_come_in_shadow_first(self, store: Store):
        imported(store, lists={"moderation": ["كلب"]}, mode="shadow")
        with store.read() as db:
            ((entry,), _) = live_entries(db, SITE, now=NOON)
        assert (entry.mode, entry.value) == ("shadow", "كلب")
