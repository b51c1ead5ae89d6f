"""Wording by code and language. Arabic is the default, English next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from service.http.i18n import ar, en

LANGUAGES = ("ar", "en")
DEFAULT_LANGUAGE = "ar"

_PROBLEMS: dict[str, dict[str, tuple[str, str]]] = {"ar": ar.PROBLEMS, "en": en.PROBLEMS}
_FAULTS: dict[str, dict[str, str]] = {"ar": ar.FAULTS, "en": en.FAULTS}
_NOTICES: dict[str, dict[str, str]] = {"ar": ar.NOTICES, "en": en.NOTICES}


def problem_words(code: str, language: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """(title, detail) of a refusal. Raises KeyError for a code without wording; a test finds those."""
    title, detail = _PROBLEMS[language][code]
    return title, detail.format_map(params)


def fault_message(code: str, language: str, params: Mapping[str, Any]) -> str:
    """The sentence about one field."""
    return _FAULTS[language][code].format_map(params)


def notice(code: str, language: str, params: Mapping[str, Any] = MappingProxyType({})) -> str:
    """A sentence of a successful reply."""
    return _NOTICES[language][code].format_map(params)


def has_problem_words(code: str) -> bool:
    """Whether a refusal with this code has its wording."""
    return code in ar.PROBLEMS
