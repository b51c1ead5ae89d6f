"""Names, form, velocity and sanctions: what is known beside the text."""

import pytest

from service.checks.form import check_form
from service.checks.names import check_names
from service.checks.policy import DEFAULT_POLICY
from service.checks.sanctions import check_sanctions
from service.checks.velocity import check_velocity
from service.domain.comments import SanctionFact
from service.domain.verdicts import Effect
from tests.checks.comments import comment

STAFF = ("إدارة التحرير", "Taliq Desk")


def codes(signals):
    return [signal.code for signal in signals]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        ["إدارة التحرير", "ادارة التحرير", "إدارة  التحريـر", "إدارةالتحرير", "إدارة التحرير ✓", "Taliq  desk",
         "TALIQ DESK", "Tаliq Dеsk", "T@liq Desk", "فريق إدارة التحرير"],
    )  # fmt: skip
    def test_a_name_that_looks_like_one_of_the_staff_is_borrowed(self, name):
        assert codes(check_names(comment(author_name=name, staff_names=STAFF))) == ["name.impersonation"]

    @pytest.mark.parametrize("name", ["سلمى حداد", "إدارة", "مدير التحرير", "Desk", "عبد الرحمن"])
    def test_other_names_are_left_alone(self, name):
        assert check_names(comment(author_name=name, staff_names=STAFF)) == ()

    @pytest.mark.parametrize(
        "name", ["Tаliq D℮sk", "ᴛᴀʟɪǫ ᴅᴇꜱᴋ".replace("ǫ", "q"), "TaIiq Desk", "Ταliq Desk", "\u202eksed qilat"]
    )
    def test_look_alikes_of_other_scripts_and_turned_names_are_borrowed(self, name):
        assert "name.impersonation" in codes(check_names(comment(author_name=name, staff_names=STAFF)))

    @pytest.mark.parametrize(
        ("name", "author", "borrowed"),
        [
            ("سلمى حداد", "سلمى حداد", True),
            ("سلـمى  حدّاد", "سلمى حداد", True),
            ("Sаlma", "Salma", True),
            ("محمد", "محمد", False),
            ("مُحمّد", "محمد", False),
            ("أبو", "أبو", False),
        ],
    )
    def test_the_name_of_a_frequent_author_is_borrowed_where_it_is_not_everybodys(
        self, name, author, borrowed
    ):
        signals = check_names(comment(author_name=name, known_author=author))
        assert codes(signals) == (["name.impersonation"] if borrowed else [])
        assert all(signal.score >= DEFAULT_POLICY.hold_at["names"] for signal in signals)

    @pytest.mark.parametrize("name", ["\u202eسلمى", "سل\u200bمى", "Sam\u200d"])
    def test_a_name_may_not_hide_or_turn_characters(self, name):
        assert codes(check_names(comment(author_name=name))) == ["name.direction"]

    def test_joiners_between_persian_letters_are_spelling(self):
        assert check_names(comment(author_name="علی\u200cرضا")) == ()

    @pytest.mark.parametrize("name", ["زوروا example.com", "واتس ٠٥٠١٢٣٤٥٦٧", "t.me/abc"])
    def test_a_name_is_no_advertising_space(self, name):
        assert codes(check_names(comment(author_name=name))) == ["name.advertising"]


class TestForm:
    def test_the_hidden_field_holds_and_never_rejects(self):
        (signal,) = check_form(comment(honeypot_filled=True), DEFAULT_POLICY)
        assert (signal.code, signal.effect) == ("form.honeypot", Effect.HOLD)

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [
            (-1.0, ["form.too_fast"]),
            (2.9, ["form.too_fast"]),
            (3.0, []),
            (12 * 3600.0, []),
            (12 * 3600.0 + 1, ["form.stale"]),
            (None, []),
        ],
    )
    def test_too_fast_and_too_old_are_seen(self, seconds, expected):
        assert codes(check_form(comment(form_seconds=seconds), DEFAULT_POLICY)) == expected


class TestVelocity:
    def test_the_allowed_number_is_no_signal_and_the_next_one_holds(self):
        allowed = DEFAULT_POLICY.velocity_per_10_minutes
        assert check_velocity(comment(author_recent=allowed), DEFAULT_POLICY) == ()
        (signal,) = check_velocity(comment(author_recent=allowed + 1), DEFAULT_POLICY)
        assert signal.score >= DEFAULT_POLICY.hold_at["velocity"]

    def test_twice_the_allowed_number_is_certain(self):
        (signal,) = check_velocity(comment(author_recent=99), DEFAULT_POLICY)
        assert signal.score == 1.0


class TestSanctions:
    @pytest.mark.parametrize(
        ("kind", "code", "effect"),
        [("ban", "sanction.ban", Effect.REJECT), ("hold_all", "sanction.hold_all", Effect.HOLD)],
    )
    def test_a_sanction_says_what_it_wants(self, kind, code, effect):
        (signal,) = check_sanctions(comment(sanctions=(SanctionFact(kind, "author", "إساءات متكررة"),)))
        assert (signal.code, signal.effect) == (code, effect)

    def test_an_unknown_kind_does_not_pass_unseen(self):
        with pytest.raises(KeyError):
            check_sanctions(comment(sanctions=(SanctionFact("warned", "author", ""),)))
