"""What fingers do to a text: letters left out, swapped or doubled."""

import re

_LONG_WORD = re.compile(r"(?<!\{)\b[a-z]{5,}\b")  # not the {noformat} of a block


def misspell(text, random):
    """Put up to three typing mistakes into the first three thousand characters of a text."""
    for _ in range(1 + int(random() * 3)):
        found = list(_LONG_WORD.finditer(text, 0, 3000))
        if not found:
            break
        match = found[int(random() * len(found))]
        i = match.start() + 1 + int(random() * (match.end() - match.start() - 2))
        kind = int(random() * 3)
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        else:
            text = text[:i] + text[i] + text[i:]
    return text
