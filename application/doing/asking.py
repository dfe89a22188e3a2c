"""How a form asks for what it lacks: “Enter a title.”, “Select what it is.”

In the manner of GOV.UK's guidance on error messages: a sentence says what to do, in the words of
the label. This is the one place where such a sentence is made of a label, for every form there is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from domain.kernel.vocabulary import with_article

ENTER, SELECT = "Enter", "Select"


def ask_for(label: str, *, verb: str = ENTER, named: str = "") -> str:
    """The sentence that asks for a field with that label: “Enter the due date.”

    `named` is what the label asks for, where `thing` does not see it.
    """
    return f"{verb} {named or thing(label)}."


def thing(label: str) -> str:
    """What a label names or asks for, within a sentence: “a title”, “the agency that raised it”,
    “what it is”."""
    first, *more = label.split()
    words = " ".join([_within(first, *more[:1]), *more])
    if words.endswith("?"):
        return _answer_to(words.removesuffix("?"))
    if _DETERMINED.match(label):
        return words
    one = not more and not first.endswith("s")
    return with_article(words) if one else f"the {words}"


_DETERMINED = re.compile(r"(an?|the|its|your|another|what|who|how|why)\b", re.IGNORECASE)
"""Words before which a noun has no other article."""


def _within(first: str, following: str = "") -> str:
    """The first word of a label, without its capital unless that is the word's own."""
    is_name = first[1:2].isupper() or first[1:2] == "-" or following[:1].isupper()
    return first if is_name else first[:1].lower() + first[1:]


def _answer_to(question: str) -> str:
    """The question as part of a sentence: “why is it urgent” as “why it is urgent”.

    A question that asks for its own subject stands as it is: “what was decided”; one that asks
    for a thing by its name is that: “what is its position” as “its position”.
    """
    words = question.split()
    if len(words) > 3 and words[1] in {"is", "are"} and words[2] in _NAMED:
        return " ".join(words[2:])
    for at, (word, after) in enumerate(pairwise(words)):
        before, rest = words[:at] or ["whether"], words[at + 1 :]
        if word in _AUXILIARIES and after in {"it", "they", "you"}:
            return " ".join([*before, after, word, *rest[1:]])
        if word == "does":
            whose = {"it": 1, "that": 2}.get(after, len(rest) - 1)
            asked = [_third_person(each) for each in rest[whose : whose + 1]]
            return " ".join([*before, *rest[:whose], *asked, *rest[whose + 1 :]])
    return question


_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "will", "can", "could", "may", "must", "should", "has", "have"}
)

_NAMED = frozenset({"its", "your", "their", "that", "this", "the"})


def _third_person(verb: str) -> str:
    if verb == "not":
        return "does not"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("o", "s", "sh", "ch", "x")) else f"{verb}s"
