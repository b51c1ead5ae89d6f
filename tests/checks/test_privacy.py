"""Private details in the text, in any digits, and never repeated in the evidence."""

import time

import pytest

from service.checks.links import find_links
from service.checks.privacy import check_privacy
from service.checks.text import fold
from tests.checks.comments import comment

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
DIGITS = {"ASCII": {}, "Arabic-Indic": EASTERN, "Persian": PERSIAN}
PHONES = {
    "Egypt": "01012345678",
    "Egypt, abroad": "+20 101 234 5678",
    "Saudi Arabia": "0501234567",
    "Saudi Arabia, abroad": "+966 50 123 4567",
    "Saudi Arabia, without a sign": "966501234567",
    "Saudi Arabia, sign behind": "966501234567+",
    "Emirates": "050 123 4567",
    "Emirates, abroad": "00971-50-123-4567",
    "Morocco": "0612345678",
    "Morocco, in pairs": "06 12 34 56 78",
    "Morocco, abroad": "+212 6 12 34 56 78",
    "Algeria": "0551234567",
    "Algeria, abroad": "00213551234567",
    "Tunisia, abroad": "+216 22 123 456",
    "Tunisia, named": "هاتف 22 123 456",
    "Jordan": "079-123-4567",
    "Jordan, abroad": "+962 7 9123 4567",
    "Lebanon, abroad": "+961 3 123 456",
    "Lebanon, named": "رقمي 03123456",
    "Iraq": "07701234567",
    "Iraq, abroad": "+964 770 123 4567",
    "Kuwait, abroad": "+965 5123 4567",
    "Kuwait, named": "واتساب: 51234567",
    "Kuwait, named behind": "51234567 واتساب",
    "Qatar, abroad": "00974 3312 3456",
    "Qatar, named": "جوالي 33123456",
    "Sudan": "0912345678",
    "Sudan, abroad": "+249 91 234 5678",
    "Libya": "091-2345678",
    "Libya, abroad": "+218912345678",
    "Yemen, abroad": "+967 771 234 567",
    "Yemen, named": "اتصل على 771234567",
    "Syria": "0931234567",
    "Syria, abroad": "00963931234567",
    "France": "06.12.34.56.78",
    "France, abroad": "+33 (0)6 12 34 56 78",
    "Oman, abroad": "+968 9123 4567",
    "Bahrain, without a sign": "97336123456",
    "elsewhere": "+44 7911 123456",
}
INNOCENT = [
    "عام 2026", "12/11/2026", "05-06-2024 12:30", "2026-11-23", "بلغ 1500000 دولار", "حضر 51234567 شخصا",
    "1990 - 2020", "2010-2011-2012", "المادة 12345678 من القانون", "النتيجة 3-2", "رقم 12",
    "رقم 51234567", "القرار رقم 202612345", "القضية رقم 20261234 لسنة 2025", "فاز بـ 20123456 صوتا",
    "السعر 1,250,000 ريال", "1.500.000.000 دينار", "نتائج 0-5 3-2 1-1 2-2 1-0", "6-4 3-6 7-6", "ربح +15000000 دولار",
    "اتصل بي عندما تجمع 20000000 جنيه", "1445/09/12", "3.1415926535", "100 200 300 400", "تعداد مصر 105000000 نسمة",
    "مواقع التواصل وصلت 51234567 مستخدما", "hotel 12345678", "ISBN 9780306406157",
]  # fmt: skip


def seen(text):
    signals = check_privacy(fold(text), find_links(text))
    return [(signal.code, [text[slice(*span)] for span in signal.spans]) for signal in signals]


class TestPhones:
    @pytest.mark.parametrize("shape", PHONES)
    @pytest.mark.parametrize("digits", DIGITS)
    def test_national_shapes_are_found_in_every_digit_set(self, shape, digits):
        text = PHONES[shape].translate(DIGITS[digits])
        ((code, (number,)),) = seen(f"للسؤال {text} شكرا")
        assert code == "privacy.phone"
        assert number in text
        assert sum(each.isdigit() for each in number) == sum(each.isdigit() for each in text)

    @pytest.mark.parametrize("text", INNOCENT)
    @pytest.mark.parametrize("digits", DIGITS)
    def test_dates_amounts_votes_and_results_are_none(self, text, digits):
        assert seen(text.translate(DIGITS[digits])) == []

    def test_two_numbers_beside_each_other_are_two(self):
        assert seen("0501234567 0559876543") == [("privacy.phone", ["0501234567", "0559876543"])]

    def test_a_date_in_front_hides_no_number(self):
        assert seen("2026-11-23 0501234567") == [("privacy.phone", ["0501234567"])]

    @pytest.mark.parametrize("text", ["1 " * 5_000, "0 " * 5_000, "5" * 10_000, "+1-" * 3_300])
    def test_a_text_of_digits_takes_no_longer(self, text):
        started = time.process_time()
        check_privacy(fold(text), ())
        assert time.process_time() - started < 0.25


class TestOtherDetails:
    def test_a_bank_account_needs_its_check_digits(self):
        assert seen("حسابي SA03 8000 0000 6080 1016 7519") == [
            ("privacy.account", ["SA03 8000 0000 6080 1016 7519"])
        ]
        assert [code for code, _ in seen("حسابي SA04 8000 0000 6080 1016 7519")] == []

    def test_a_payment_card_needs_its_check_digit(self):
        assert seen("4111 1111 1111 1111") == [("privacy.card", ["4111 1111 1111 1111"])]
        assert seen("4111 1111 1111 1112") == []

    @pytest.mark.parametrize(
        "account",
        ["EG380019000500000000263180002", "AE07 0331 2345 6789 0123 456", "KW81CBKU0000000000001234560101",
         "FR14 2004 1010 0505 0001 3M02 606", "LB62-0999-0000-0001-0019-0122-9114"],
    )  # fmt: skip
    @pytest.mark.parametrize("digits", DIGITS)
    def test_accounts_of_many_countries_count_in_every_digit_set(self, account, digits):
        text = account.translate(DIGITS[digits])
        assert seen(f"{text} please") == [("privacy.account", [text])]

    @pytest.mark.parametrize(
        ("number", "private"),
        [
            ("29001011234567", True),  # Egypt, born 1990-01-01
            ("29013011234567", False),  # no thirteenth month
            ("30002290112345", True),  # 2000-02-29
            ("29902290112345", False),  # 1999 had no such day
            ("1000000008", True),  # Saudi Arabia
            ("1000000009", False),
            ("1500000000", False),
            ("784-1990-1234567-6", True),
            ("784-1990-1234567-5", False),
        ],
    )
    @pytest.mark.parametrize("digits", DIGITS)
    def test_identity_numbers_need_their_date_or_check_digit(self, number, private, digits):
        text = number.translate(DIGITS[digits])
        assert seen(f"هويته {text}") == ([("privacy.national_id", [text])] if private else [])

    @pytest.mark.parametrize("card", ["5555555555554444", "378282246310005", "3782 822463 10005"])
    def test_cards_in_their_usual_groups(self, card):
        assert seen(card) == [("privacy.card", [card])]

    @pytest.mark.parametrize("text", ["1764264000000", "4444 4444 4444 4444 4", "0000000000000000"])
    def test_other_long_numbers_are_no_cards(self, text):
        assert seen(text) == []

    @pytest.mark.parametrize(
        "link", ["t.me/joinchat/abc", "https://chat.whatsapp.com/AbC", "wa.me/201012345678", "telegram.me/x"]
    )
    def test_invitations_to_chat_groups(self, link):
        assert ("privacy.chat_link", [link]) in seen(f"انضموا {link} الآن")

    def test_the_name_of_a_channel(self):
        assert seen("قناتنا تلغرام @signals_vip") == [("privacy.chat_link", ["@signals_vip"])]

    def test_an_address_and_an_invitation(self):
        assert seen("راسلني someone@example.com") == [("privacy.email", ["someone@example.com"])]
        assert seen("انضموا t.me/abc") == [("privacy.chat_link", ["t.me/abc"])]

    def test_evidence_counts_and_never_repeats(self):
        text = "0501234567 و someone@example.com"
        signals = check_privacy(fold(text), find_links(comment(text).body))
        assert [dict(signal.evidence) for signal in signals] == [{"count": 1}, {"count": 1}]
