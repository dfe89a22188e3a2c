"""What spreadsheets leave in a cell that nobody wrote there."""

from __future__ import annotations

import re

_ERRORS = frozenset({
    "#ref!", "#n/a", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
    "#field!", "#blocked!", "#unknown!", "#connect!", "#busy!", "#getting_data", "#error!",
})  # fmt: skip
_FORMULA = re.compile(r"=\+?(?:[a-z][a-z0-9.]{1,30}\(|'?[\w ]{0,31}'?!?\$?[a-z]{1,3}\$?\d{1,7}\b)")
NEVER_CALCULATED = "#FORMULA!"
"""What stands for a formula of which a workbook holds no result."""
_NUMBERED_ERROR = re.compile(r"(?:err:|#err)\d{3}", re.ASCII)


def is_formula(words: str) -> bool:
    """Whether words look like a formula of a spreadsheet rather than what it comes to."""
    return _FORMULA.match(words.strip().casefold()) is not None


def error_in(words: str) -> str:
    """What is wrong with a cell that holds a spreadsheet's error and no words, as the rest of a
    sentence; "" for any other cell."""
    text = words.strip().casefold()
    if text == NEVER_CALCULATED.casefold():
        return "is a formula that was never worked out (open the file and save it)"
    if text in _ERRORS or _NUMBERED_ERROR.fullmatch(text):
        return f"is a spreadsheet’s error ({text.upper()})"
    if len(text) > 2 and set(text) == {"#"}:
        return "is what a spreadsheet shows where a column is too narrow for its number or date"
    return ""
