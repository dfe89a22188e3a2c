"""What happens next with what can be done to items of every noun."""

from __future__ import annotations

from collections.abc import Mapping

from application.doing.foresight import Follows


def of_any(noun: str) -> Mapping[str, Follows]:
    """By the moves that many nouns share."""
    return {
        "correct": lambda item, known: (
            "The page and every list say it at once. What was there before stays in the history."
        ),
        "say_in_error": lambda item, known: (
            f"{known.whoever(f'{noun}.agree_in_error')} agrees or says no, but not whoever says it "
            "now. Until then it counts as before."
        ),
        "agree_in_error": lambda item, known: (
            "It counts for nothing from now on, and its page says so. It can be put back."
        ),
        "decline_in_error": lambda item, known: "It counts as before. Nobody has to do anything.",
        "put_back": lambda item, known: "It counts again everywhere at once.",
        "propose_redecision": lambda item, known: (
            "Those who decided, or who hold that role now, find it on their home page and confirm "
            "it or say no. Until then the decision stands as it is."
        ),
        "confirm_redecision": lambda item, known: (
            "Once everybody who has to has confirmed it, the decision says the new words. What was "
            "there before stays in the history."
        ),
        "decline_redecision": lambda item, known: (
            "The decision stands as it is. Whoever asked finds that in its history."
        ),
        "add_evidence": lambda item, known: (
            f"{known.whoever(f'{noun}.check_evidence')} can check it, but not whoever gives it. "
            "Until then it is shown as not checked."
        ),
        "check_evidence": lambda item, known: (
            "Whoever decides on it sees beside it that you checked it, and what you found."
        ),
        "withdraw_evidence": lambda item, known: (
            "Decisions that rested on it are marked: something has changed since."
        ),
    }
