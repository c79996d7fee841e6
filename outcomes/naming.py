"""
What in a public text sounds like a family: a telephone number, the word of a file, a name after "Familie".

Nothing is compared with the families there are: whoever writes reports reads no family, and must not
learn here which names the office knows.
"""

import re

from referrals.facts.sums import file_words

# Six digits and more, whatever parts them; years, counts and dates are shorter, or parted by dots.
NUMBER = re.compile(r"(?<![\d.,])(?:\+|00)?\d(?:[ /()-]{0,2}\d){5,}(?![\d.,]\d)")
YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*(?:[-–/]|bis|und)\s*(?:19|20)?\d\d)+\b")
NAMED = re.compile(
    r"\b(?:Familie|Frau|Herrn?|Mutter|Vater|Kindsmutter|Kindsvater)\s+[A-ZÄÖÜ][\w-]+"
)
WORD = re.compile(r"\b([A-ZÄÖÜ][a-zäöüß]+) \d{2,}\b")


def seems_to_name(text: str) -> list[str]:
    """Find pieces of a text that sound like one person or family, each once, in reading order.

    Args:
        text: an accompanying text or a hint, at most some thousand letters.
    """
    text, words = YEARS.sub("", text), file_words()
    hits = [hit for pattern in (NAMED, NUMBER) for hit in pattern.finditer(text)]
    hits += [hit for hit in WORD.finditer(text) if hit.group(1) in words]
    found = (hit.group().strip() for hit in sorted(hits, key=lambda one: one.start()))
    return list(dict.fromkeys(found))
