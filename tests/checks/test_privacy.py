"""Private details in the text, in any digits, and never repeated in the evidence."""

import pytest

from service.checks.links import find_links
from service.checks.privacy import check_privacy
from service.checks.text import fold
from tests.checks.comments import comment

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PHONES = {
    "Egypt": "01012345678",
    "Saudi Arabia": "0501234567",
    "Emirates": "050 123 4567",
    "Jordan": "079-123-4567",
    "Iraq": "07701234567",
    "Morocco": "0612345678",
    "Algeria": "0551234567",
    "Syria": "0931234567",
    "abroad": "+966 50 123 4567",
    "abroad with zeros": "00963931234567",
    "abroad without a sign": "966501234567",
    "Kuwait, named": "واتساب: 51234567",
    "Lebanon, named": "رقمي 03123456",
    "Yemen, named": "اتصل على 771234567",
}


def seen(text):
    signals = check_privacy(fold(text), find_links(text))
    return [(signal.code, [text[slice(*span)] for span in signal.spans]) for signal in signals]


class TestPhones:
    @pytest.mark.parametrize("country", PHONES)
    @pytest.mark.parametrize("eastern", [False, True], ids=["ASCII", "Arabic-Indic"])
    def test_national_shapes_are_found_in_both_digit_sets(self, country, eastern):
        text = PHONES[country].translate(EASTERN) if eastern else PHONES[country]
        ((code, (number,)),) = seen(f"للسؤال {text} شكرا")
        assert code == "privacy.phone"
        assert text.endswith(number)

    @pytest.mark.parametrize(
        "text",
        ["عام 2026", "12/11/2026", "05-06-2024 12:30", "2026-11-23", "بلغ 1500000 دولار", "حضر 51234567 شخصا",
         "1990 - 2020",
         "المادة 12345678 من القانون", "النتيجة 3-2", "رقم 12"],
    )  # fmt: skip
    def test_dates_amounts_and_years_are_none(self, text):
        assert seen(text) == []


class TestOtherDetails:
    def test_a_bank_account_needs_its_check_digits(self):
        assert seen("حسابي SA03 8000 0000 6080 1016 7519") == [
            ("privacy.account", ["SA03 8000 0000 6080 1016 7519"])
        ]
        assert [code for code, _ in seen("حسابي SA04 8000 0000 6080 1016 7519")] == []

    def test_a_payment_card_needs_its_check_digit(self):
        assert seen("4111 1111 1111 1111") == [("privacy.card", ["4111 1111 1111 1111"])]
        assert seen("4111 1111 1111 1112") == []

    def test_an_address_and_an_invitation(self):
        assert seen("راسلني someone@example.com") == [("privacy.email", ["someone@example.com"])]
        assert seen("انضموا t.me/abc") == [("privacy.chat_link", ["t.me/abc"])]

    def test_evidence_counts_and_never_repeats(self):
        text = "0501234567 و someone@example.com"
        signals = check_privacy(fold(text), find_links(comment(text).body))
        assert [dict(signal.evidence) for signal in signals] == [{"count": 1}, {"count": 1}]
