"""Views: other readings of a comment, each place of which leads back to what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks.text import fold
from service.checks.views import doubled_view, doubling_views, other_views, typed_view

TYPED = st.text(st.sampled_from("كلبسساوية \u200c\u064bـ.*_-،#ABass7235@$! "), max_size=60)


def views(text):
    folded = fold(text)
    typed = typed_view(folded)
    doubled = doubled_view(typed)
    return [typed, *([doubled] if doubled else []), *doubling_views(folded), *other_views(folded)]


def texts(text):
    return {view.name: view.text for view in views(text)}


class TestViews:
    def test_a_common_comment_has_one_reading(self):
        assert list(texts("المقال واضح، وشكرا.")) == ["typed"]

    @pytest.mark.parametrize(
        ("text", "name", "reading"),
        [
            ("يا، كلب!", "typed", "يا كلب "),
            ("يا كللب", "doubled", "يا كلب"),
            ("يا ك.ل.ب", "joined", "يا كلب"),
            ("you sh1t", "look_alike", "you shit"),
        ],
    )
    def test_each_reads_words(self, text, name, reading):
        assert texts(text)[name] == reading

    @given(TYPED)
    def test_every_place_leads_back_into_the_text(self, text):
        for view in views(text):
            for place in range(len(view.text)):
                start, end = view.span(place, place + 1)
                assert 0 <= start < end <= len(text)
