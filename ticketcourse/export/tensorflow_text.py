"""From raw strings to tokens in TensorFlow's own operations: the rules of scratch/text.py again.

A graph cannot call Python, its regular expressions (RE2) know no look-behind, and its classes of
characters are those of another version of Unicode. So what Python knows of each character goes into
tables and classes when the graph is made, and the tokens are the same to the last character.
"""

import re
import unicodedata

import tensorflow as tf

_N_CHARACTERS = 0x110000
_CHARACTERS = "".join(map(chr, range(_N_CHARACTERS)))
_HEXADECIMAL = "0x[0-9a-fA-F]+"
_END, _HUMP = "\x01", "\x02"  # control characters, which are no part of any token


class TextRules(tf.Module):
    """`tokenise` of `ticketcourse.scratch` as a part of a graph."""

    def __init__(self):
        super().__init__()
        self._decompositions = _table(_changes(lambda c: unicodedata.normalize("NFKD", c)), "")
        self._foldings = _table(_changes(str.casefold) | {"’": "'"}, "")
        self._compositions = _table(_compositions(), 0)
        # The last class, 0, is also that of all characters after the last mark.
        classes = [unicodedata.combining(c) for c in _CHARACTERS]
        n_classes = max(i for i, order in enumerate(classes) if order) + 2
        self._classes = tf.constant(classes[:n_classes], tf.int64)
        letters, digits = _ranges(r"[^\W\d_]+"), _ranges(r"\d+")
        self._token = f"0x[0-9a-f]+|[{letters}]+(?:'[{letters}]+)?|[{digits}]+|[?!]"
        self._between = f"[^{letters}{digits}?!']+"

    def tokenise(self, texts):
        """Split texts into tokens.

        Parameters
        ----------
        texts : Tensor of string, shape (n,)
            In UTF-8.

        Returns
        -------
        tokens : RaggedTensor of string, shape (n, None)
        """
        texts = self._standardise(texts)
        # Patterns without groups are several times faster.
        texts = tf.strings.regex_replace(texts, self._token, r" \0 ")
        texts = tf.strings.regex_replace(texts, self._between, " ")
        # A token with an apostrophe inside has a letter before it, any other apostrophe has not.
        return tf.strings.split(tf.strings.regex_replace(texts, "(?:^| )'+", " "))

    def _standardise(self, texts):
        rows = tf.where(~tf.strings.regex_full_match(texts, r"[\x00-\x7f]*"))
        changed = _replace(tf.gather_nd(texts, rows), self._decompositions)
        texts = tf.tensor_scatter_nd_update(texts, rows, self._compose(changed))
        texts = tf.strings.lower(_part_humps(texts))  # of ASCII alone
        changed = _replace(tf.gather_nd(texts, rows), self._foldings)
        return tf.tensor_scatter_nd_update(texts, rows, changed)

    def _compose(self, texts):
        """Put marks in their canonical order, and letters and marks together: NFKD to NFKC.

        Unicode Standard, section 3.11: definitions D108 to D109 and D115 to D117.
        """
        characters = tf.strings.unicode_decode(texts, "UTF-8")
        n = characters.nrows()
        # A start that composes with nothing keeps the marks of one text away from the one before.
        characters = tf.concat([tf.zeros((n, 1), tf.int32), characters], axis=1)
        flat, rows = tf.cast(characters.flat_values, tf.int64), characters.value_rowids()
        classes = self._class_of(flat)
        starter = tf.cumsum(tf.cast(classes == 0, tf.int64))  # the number of each one's starter
        flat = tf.gather(flat, tf.argsort(starter * 256 + classes, stable=True))
        # No character of class 0 composes both with the one before and with the one after it, so
        # that one composition for each starter at a time gives what going from left to right gives.
        flat, rows, _ = tf.while_loop(
            lambda flat, rows, changed: changed,
            self._compose_once,
            (flat, rows, tf.size(flat) > 0),
            shape_invariants=(tf.TensorShape([None]), tf.TensorShape([None]), tf.TensorShape([])),
        )
        composed = tf.RaggedTensor.from_value_rowids(tf.cast(flat, tf.int32), rows, nrows=n)
        return tf.strings.unicode_encode(composed[:, 1:], "UTF-8")

    def _compose_once(self, flat, rows, _):
        """Let each starter take in the first character that may, if there is one."""
        classes, position = self._class_of(flat), tf.range(tf.size(flat, tf.int64))
        is_starter = classes == 0
        starters = tf.where(is_starter)[:, 0]
        before = tf.cumsum(tf.cast(is_starter, tf.int64), exclusive=True)
        starter = tf.gather(starters, tf.maximum(before - 1, 0))  # the last one before each
        blocked = (starter < position - 1) & (tf.roll(classes, 1, 0) >= classes)
        composed = self._compositions.lookup(tf.gather(flat, starter) * _N_CHARACTERS + flat)
        possible = (composed > 0) & ~blocked & (starter < position)
        first = tf.math.unsorted_segment_min(
            tf.where(possible, position, tf.int64.max), starter, tf.size(flat)
        )
        taken = possible & (tf.gather(first, starter) == position)
        flat = tf.tensor_scatter_nd_update(flat, starter[taken][:, None], composed[taken])
        return flat[~taken], rows[~taken], tf.reduce_any(taken)

    def _class_of(self, flat):
        """The canonical combining class of characters; 0 is that of a starter."""
        return tf.gather(self._classes, tf.minimum(flat, tf.size(self._classes, tf.int64) - 1))


def _part_humps(texts):
    """Put a control character where a new word begins inside one, but not in hexadecimal codes."""
    replace = tf.strings.regex_replace
    texts = replace(texts, f"[{_END}{_HUMP}]", " ")
    texts = replace(texts, _HEXADECIMAL, rf"\0{_END}")
    # Codes are matched so that they are passed over; the two marks that they get go again below.
    code = f"({_HEXADECIMAL}{_END})"
    texts = replace(texts, f"{code}|([a-z])([A-Z])", rf"\1\2{_HUMP}\3")
    texts = replace(texts, f"{code}|([A-Z])([A-Z][a-z][a-z])", rf"\1\2{_HUMP}\3")
    marks = _END + _HUMP * 2
    texts = replace(
        texts,
        f"([a-z]){marks}([A-Z])|([A-Z]){marks}([A-Z][a-z][a-z])",
        rf"\1\3{_HUMP}\2\4",
    )
    return replace(texts, marks, "")


def _replace(texts, table):
    """Replace each character for which the table has something."""
    characters = tf.strings.unicode_split(texts, "UTF-8")
    found = table.lookup(characters.values)
    found = tf.where(found == "", characters.values, found)
    return tf.strings.reduce_join(characters.with_values(found), axis=-1)


def _changes(change):
    """What a function makes of each character that it changes."""
    characters = [c for c in _CHARACTERS if not "\ud800" <= c <= "\udfff"]
    return {c: changed for c in characters if (changed := change(c)) != c}


def _compositions():
    """The character that two characters compose to, by both in one number."""
    found = {}
    for composed, parts in _changes(lambda c: unicodedata.normalize("NFD", c)).items():
        if len(parts) > 1 and unicodedata.normalize("NFC", composed) == composed:
            first = unicodedata.normalize("NFC", parts[:-1])
            found[ord(first) * _N_CHARACTERS + ord(parts[-1])] = ord(composed)
    return found


def _ranges(pattern):
    """What stands between the brackets of a class of the characters that a pattern matches."""
    matches = re.finditer(pattern, _CHARACTERS)
    return "".join(rf"\x{{{m.start():x}}}-\x{{{m.end() - 1:x}}}" for m in matches)


def _table(found, default):
    dtype = tf.string if isinstance(default, str) else tf.int64
    keys, values = tf.constant(list(found), dtype), tf.constant(list(found.values()), dtype)
    return tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, values), default)
