"""Word lists that know Arabic writing."""

import pytest

from service.checks.explain import explain
from service.checks.lists import check_lists, compile_lists
from service.checks.text import fold
from service.domain.comments import MatchKind
from service.domain.errors import Invalid
from service.domain.verdicts import Effect
from tests.checks.comments import comment, entry


def signals(text, *entries, **facts):
    return check_lists(fold(text), comment(text, **facts), compile_lists(entries))


def seen(text, *entries):
    """The parts of the text that the entries marked, in order."""
    return [text[start:end] for signal in signals(text, *entries) for start, end in signal.spans]


class TestTheFifteenStrings:
    @pytest.mark.parametrize(
        ("value", "text", "marked"),
        [
            pytest.param("كلب", "انت كلب", "كلب", id="01 as it stands"),
            pytest.param("كلب", "انت كَلب", "كَلب", id="02 vowel mark"),
            pytest.param("كلب", "انت كـلب", "كـلب", id="03 tatweel"),
            pytest.param("كلب", "يا ابن الكلب", "الكلب", id="04 article"),
            pytest.param("كلب", "انتم وكلبكم", "وكلبكم", id="05 and, your"),
            pytest.param("أحمق", "هذا احمق", "احمق", id="06 hamza seat"),
            pytest.param("حمارة", "حماره", "حماره", id="07 ta marbuta"),
            pytest.param("يا كلب", "يا، كلب", "يا، كلب", id="08 Arabic comma"),
            pytest.param("يا كلب", "يا؟ كلب", "يا؟ كلب", id="09 Arabic question mark"),
            pytest.param("كلب", "ك.ل.ب", "ك.ل.ب", id="10 separators"),
            pytest.param(
                "كلب", "\u0643\u200c\u0644\u0628", "\u0643\u200c\u0644\u0628", id="11 zero-width non-joiner"
            ),
            pytest.param("كلب", "كلـــب", "كلـــب", id="12 long tatweel"),
            pytest.param("كلب", "ڪلب", "ڪلب", id="13 look-alike kaf"),
            pytest.param("كلب", "\ufedb\ufee0\ufe90", "\ufedb\ufee0\ufe90", id="14 presentation forms"),
        ],
    )
    def test_it_is_caught_and_shown_as_typed(self, value, text, marked):
        kind = "phrase" if " " in value else "word"
        assert seen(text, entry(value, kind=kind)) == [marked]

    def test_15_the_innocent_word_is_left_alone(self):
        assert signals("أَحبّك", entry("حب")) == ()


class TestAttachedLetters:
    @pytest.mark.parametrize(
        "front", ["", *"وفبكلس", "ال", "لل", "وال", "فال", "بال", "كال", "وبال", "فلل", "وس", "ول"]
    )
    @pytest.mark.parametrize("behind", ["", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "ني", "نا"])
    def test_particles_in_front_and_pronouns_behind_belong_to_the_word(self, front, behind):
        word = f"{front}حقير{behind}"
        assert seen(f"هذا {word} جدا", entry("حقير")) == [word]

    @pytest.mark.parametrize("word", ["تحقير", "حقيرات", "محقير", "والتحقيره", "حقيركما", "اشحقير"])
    def test_other_letters_make_another_word(self, word):
        assert signals(word, entry("حقير")) == ()

    def test_ta_marbuta_opens_before_a_pronoun(self):
        assert seen("وحمارتكم", entry("حمارة")) == ["وحمارتكم"]
        assert signals("حمارت", entry("حمارة")) == ()

    def test_exact_takes_the_bare_word_only(self):
        exact = entry("كلب", match=MatchKind.EXACT)
        assert seen("كَلب الكلب وكلب", exact) == ["كَلب"]

    def test_inside_takes_any_place(self):
        assert seen("المتكالبون", entry("كالب", match=MatchKind.INSIDE)) == ["كالب"]

    def test_the_vocative_may_be_written_in_one_word(self):
        phrase = entry("يا كلب", kind="phrase")
        assert seen("ياكلب يالكلب", phrase) == ["ياكلب", "يالكلب"]

    @pytest.mark.parametrize("text", ["كلب يا", "يا صاحب كلب", "هذا كلب"])
    def test_a_phrase_is_its_words_in_order_and_side_by_side(self, text):
        assert signals(text, entry("يا كلب", kind="phrase")) == ()


class TestDisguises:
    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("ك ل ب", "ك ل ب"),
            ("ك*ل*ب", "ك*ل*ب"),
            ("ك - ل - ب", "ك - ل - ب"),
            ("كل.ب", "كل.ب"),
            ("كـ_لـ_ب", "كـ_لـ_ب"),
            ("انت كللب", "كللب"),
            ("انت كلببببب", "كلببببب"),
        ],
    )
    def test_letters_set_apart_or_doubled_are_read_together(self, text, marked):
        assert marked in seen(text, entry("كلب"))

    @pytest.mark.parametrize("text", ["شكرا لكل.بعد ذلك", "ليس لك.لب الموضوع", "سببت المشكلة", "ا ب ت ث"])
    def test_a_missing_space_makes_no_insult(self, text):
        assert signals(text, entry("كلب"), entry("سب"), entry("كلبعد")) == ()

    def test_two_letters_do_not_match_a_doubled_word(self):
        assert signals("هذا سبب وجيه", entry("سب")) == ()

    def test_a_letter_that_the_entry_doubles_may_not_be_missing(self):
        assert signals("هذه مسوخ للغاية", entry("ممسوخ")) == ()

    @pytest.mark.parametrize(("text", "marked"), [("يا ح*ار", "يا ح*ار"), ("انت ح**ر", "انت ح**ر")])
    def test_a_starred_word_is_read_as_the_listed_one(self, text, marked):
        assert seen(text, entry("حمار")) == [marked.split(" ")[1]]

    def test_a_word_that_is_all_stars_is_nothing(self):
        assert signals("ح*** وأ**", entry("حمار"), entry("أحمق")) == ()

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("enta 7mar", "حمار"),
            ("ya 7mara", "يا حمارة"),
            ("3ars", "عرص"),
            ("el7a2ir", "حقير"),
            ("w enta 7ayawan", "حيوان"),
        ],
    )
    def test_arabizi_is_read_in_arabic(self, text, value):
        (signal,) = signals(text, entry(value, kind="phrase"))
        assert signal.evidence["reading"] == "arabizi"
        assert signal.spans

    @pytest.mark.parametrize(
        ("text", "value"), [("sh1t", "shit"), ("@sshole", "asshole"), ("fuuuuck", "fuck"), ("asssss", "ass")]
    )
    def test_latin_letters_may_be_stretched_or_swapped_for_signs(self, text, value):
        assert seen(text, entry(value)) == [text]

    def test_a_guess_may_hold_but_never_rejects(self):
        (sure,) = signals("حمار", entry("حمار", action="reject"))
        (guess,) = signals("7mar", entry("حمار", action="reject"))
        assert (sure.effect, guess.effect) == (Effect.REJECT, Effect.HOLD)


class TestOtherKinds:
    @pytest.mark.parametrize(
        "host",
        ["bad.example.net", "https://a.bad.example.net/x", "hxxp://bad.example.net", "bad[.]example[.]net"],
    )
    def test_a_domain_covers_what_is_below_it(self, host):
        (signal,) = signals(f"انظر {host} الآن", entry("bad.example.net", kind="domain"))
        assert len(signal.spans) == 1

    @pytest.mark.parametrize("host", ["notbad.example.net", "example.net", "bad.example.net.org"])
    def test_and_nothing_else(self, host):
        assert signals(f"انظر https://{host}/", entry("bad.example.net", kind="domain")) == ()

    def test_an_arabic_domain_is_found(self):
        assert seen("زوروا موقع.السعودية", entry("موقع.السعودية", kind="domain")) == ["موقع.السعودية"]

    def test_the_authors_address_counts_too(self):
        (signal,) = signals(
            "نص", entry("bad.example.net", kind="domain"), author_url="https://bad.example.net/"
        )
        assert signal.spans == ()

    def test_the_authors_name_counts_too_and_the_sentence_says_so(self):
        (signal,) = signals("نص", entry("كلب"), author_name="الكَلـب الأسود")
        assert (signal.spans, signal.effect, signal.evidence["field"]) == ((), Effect.HOLD, "author_name")
        assert "في اسم الكاتب" in explain(signal, "ar")
        assert "in the author's name" in explain(signal, "en")

    def test_an_email_domain_covers_what_is_below_it(self):
        bad = entry("@throwaway.example", kind="email")
        assert signals("نص", bad, email_domain="mail.throwaway.example")
        assert not signals("نص", bad, email_domain="notthrowaway.example")

    def test_a_pattern_is_sought_in_the_folded_text(self):
        assert seen("اربــح ٥٠٠ دولار", entry(r"اربح \d+ دولار", kind="pattern")) == ["اربــح ٥٠٠ دولار"]

    def test_an_emoji_can_be_listed(self):
        assert seen("جميل 🖕 جدا", entry("🖕")) == ["🖕"]

    @pytest.mark.parametrize(
        ("kind", "value"), [("word", "ـــ"), ("phrase", "  "), ("domain", "com"), ("email", "a b")]
    )
    def test_a_value_in_which_nothing_can_be_looked_for_is_refused(self, kind, value):
        with pytest.raises(Invalid) as refused:
            compile_lists([entry(value, kind=kind)])
        assert refused.value.code == "list.value_invalid"


class TestSections:
    def test_an_entry_of_a_section_counts_only_under_its_articles(self):
        scoped = entry("طماطم", section="الرياضة")
        assert signals("طماطم", scoped, article_section="الرياضه")
        assert not signals("طماطم", scoped, article_section="السياسة")
        assert not signals("طماطم", scoped)

    def test_an_entry_without_one_counts_under_all(self):
        assert signals("طماطم", entry("طماطم"), article_section="السياسة")

    def test_the_same_word_may_hold_in_one_section_and_only_note_in_another(self):
        lists = (entry("طماطم", section="رياضة"), entry("طماطم", id="lst_2", section="رأي", action="note"))
        (here,) = signals("طماطم", *lists, article_section="رياضة")
        (there,) = signals("طماطم", *lists, article_section="رأي")
        assert (here.effect, there.effect) == (Effect.HOLD, Effect.NOTE)


class TestSignals:
    def test_an_entry_signals_once_with_all_its_places(self):
        (signal,) = signals("كلب وكلب ثم كلب", entry("كلب", reason="abuse.insult"))
        assert (signal.code, signal.check, len(signal.spans)) == ("abuse.insult", "lists", 3)
        assert signal.evidence == {"entry": "lst_كلب", "value": "كلب", "reading": "typed", "count": 3}

    @pytest.mark.parametrize(
        ("action", "mode", "effect"),
        [
            ("hold", "live", Effect.HOLD),
            ("reject", "live", Effect.REJECT),
            ("note", "live", Effect.NOTE),
            ("hold", "shadow", Effect.NOTE),
            ("reject", "shadow", Effect.NOTE),
        ],
    )
    def test_an_entry_says_what_it_wants_and_a_shadow_entry_only_notes(self, action, mode, effect):
        (signal,) = signals("كلب", entry("كلب", action=action, mode=mode))
        assert signal.effect is effect

    def test_an_entry_on_trial_says_so(self):
        (signal,) = signals("كلب", entry("كلب", mode="shadow"))
        assert "قيد التجربة" in explain(signal, "ar")
        assert "on trial" in explain(signal, "en")

    def test_no_entries_find_nothing(self):
        assert signals("أي كلام") == ()
