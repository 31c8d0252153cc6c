"""Texts, times and numbers in the reader's language: Czech and English. No Qt, no state, reads only its catalogues.

``language`` is what programs use: ``Language.of("cs")``; beside it ``formats`` (what a locale writes how), ``cells``
(texts that no spreadsheet takes for formulas), ``stretching`` (a pseudo-language that finds clipped texts) and
``extract`` (``python -m shared.language.extract`` gathers the texts of all programs into ``catalogues/``). The source
text is English and is its own key. Not here: the customer's own names of queues, lines and reasons, which are never
translated.
"""

from shared.language.language import LANGUAGES as LANGUAGES
from shared.language.language import Language as Language
from shared.language.language import to_translate as to_translate
