"""The interface's texts in English and Chinese.

Message ids are the English sentences; the Chinese ones lie in `locale/zh/LC_MESSAGES/supportdesk.po`, compiled by
`scripts/compile_locale.py`. gettext is imported only when the language is not English (design, Promise 7). Texts of
rules, facts and causes are data, `{"en": …, "zh": …}`, and `pick` chooses from them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("en", "zh")
"""The interface's languages; the first is the one of the message ids."""


class _State:
    """The language in use (None until first asked for) and its loaded catalogue."""

    language: str | None = None
    catalogue: GNUTranslations | None = None


def detect(environ: Mapping[str, str] | None = None, setting: str | None = None) -> str:
    """Return the language to use: SUPPORTDESK_LANG, else the setting, else the locale, else English.

    `environ` is the process's own when None. Anything that begins with 'zh' is Chinese; what is neither is English.
    """
    environ = os.environ if environ is None else environ
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), None)
    if locale is None and os.name == "nt":
        locale = _windows_locale()
    chosen = environ.get("SUPPORTDESK_LANG") or setting or locale or "en"
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def use(language: str | None) -> None:
    """Switch the interface's language from now on; None asks the environment again at the next text."""
    _State.language = language
    _State.catalogue = None


def language() -> str:
    """Return the language in use, 'en' or 'zh'."""
    if _State.language is None:
        _State.language = detect()
    return _State.language


def gettext(message: str) -> str:
    """Return the text of an English message id in the language in use; the id itself where there is no translation."""
    if not message or language() == "en":
        return message
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the text for `count` things; `{count}` in it is left for the caller to fill."""
    if language() == "en":
        return one if count == 1 else many
    return _catalogue().ngettext(one, many, count)


def mark(message: str) -> str:
    """Return a message id unchanged: it is translated where it is shown, and the catalogue must have it."""
    return message


def pick(texts: Mapping[str, Any] | None, language_: str | None = None) -> Any:
    """Return the text in the language in use (or `language_`) of `{"en": …, "zh": …}`; the other one where it is empty.

    None and an empty mapping give the empty text.
    """
    if not texts:
        return ""
    first = language_ or language()
    return texts.get(first) or next((texts[name] for name in LANGUAGES if texts.get(name)), "")


def locale_folder() -> str:
    """Return the folder that holds the compiled catalogues."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


def _catalogue() -> GNUTranslations:
    if _State.catalogue is None:
        from gettext import GNUTranslations

        path = os.path.join(locale_folder(), language(), "LC_MESSAGES", "supportdesk.mo")
        with open(path, "rb") as file:
            _State.catalogue = GNUTranslations(file)
    return _State.catalogue


def _windows_locale() -> str | None:
    import ctypes
    import locale

    windll = getattr(ctypes, "windll", None)  # only Windows has it, and mypy runs elsewhere
    return None if windll is None else locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage())


_ = gettext
