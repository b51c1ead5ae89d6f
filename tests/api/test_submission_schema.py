"""What a form may send, tried with texts nobody would think of."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.text_rules import has_forbidden, is_readable, visible_length
from service.http.i18n import ar
from service.http.parsing import faults_of
from service.http.schemas.submission import SubmissionIn
from service.moderation.contacts import clean_url
from service.moderation.submit import Submission
from tests.support.submissions import a_submission

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "author_name",
    "author_email",
    "author_url",
    "body",
    "parent_id",
    "article",
    "honeypot",
    "rendered_at",
)
READABLE = st.text(
    st.characters(exclude_categories=["Cs", "Co", "Cn", "Cc"]), min_size=1, max_size=80
).filter(lambda text: not has_forbidden(text) and is_readable(text))


def load(body: dict[str, Any]) -> Submission:
    return SubmissionIn().load(body)


def faults(body: dict[str, Any]) -> list[Fault]:
    """Why a body is refused; empty where it is accepted."""
    try:
        load(body)
    except ValidationError as error:
        return list(faults_of(error.messages))
    return []


class TestWhateverIsSent:
    @given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), ANYTHING, max_size=9))
    @example({"body": "\ud800"})
    def test_it_is_loaded_or_refused_with_worded_codes(self, body: dict[str, Any]):
        assert {fault.code for fault in faults(body)} <= set(ar.FAULTS)

    @given(st.sampled_from(FIELDS), ANYTHING)
    def test_one_odd_field_never_touches_the_others(self, field: str, value: Any):
        assert {fault.field.partition(".")[0] for fault in faults(a_submission(**{field: value}))} <= {field}


class TestReadableText:
    @given(READABLE)
    def test_it_is_accepted_as_a_comment(self, text: str):
        kept = load(a_submission(body=text)).body
        assert 1 <= visible_length(kept) <= 80

    @given(READABLE)
    def test_what_was_kept_is_kept_again_as_it_is(self, text: str):
        kept = load(a_submission(body=text)).body
        assert load(a_submission(body=kept)).body == kept


class TestName:
    @given(st.text(max_size=30))
    def test_what_was_kept_is_kept_again_as_it_is(self, text: str):
        try:
            kept = load(a_submission(author_name=text)).author_name
        except ValidationError:
            return
        assert load(a_submission(author_name=kept)).author_name == kept


class TestAddress:
    @given(st.text(max_size=40).map(lambda text: f"https://{text}"))
    @example("https://аррӏе.com")
    @example("https://１２７.0.0.1/")
    @example("https://example.org/مقال?q=س#ج")
    @example("https://[::1]:8000/")
    def test_what_is_kept_is_ascii_and_kept_again(self, text: str):
        kept = clean_url(text)
        if kept is not None:
            assert kept.isascii()
            assert clean_url(kept) == kept

    def test_a_host_is_shown_as_what_it_is(self):
        assert clean_url("https://аррӏе.com/x") == "https://xn--80ak6aa92e.com/x"
        assert clean_url("https://مثال.مصر/مقال") == "https://xn--mgbh0fb.xn--wgbh1c/%D9%85%D9%82%D8%A7%D9%84"
