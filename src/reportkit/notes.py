"""The words of notes: a template a note, in spec/notes.csv, in English and in Chinese.

A note is made of its key and what it speaks of (`told`), and its English text is what frames and
files keep. `parts_of` finds key and parts again in such a text, so notes of a panel that was stored
long ago can be read in either language (see `say_note`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter
from typing import NamedTuple

from .specs import read_spec

#: What a field of these names holds; any text else.
_NUMBERS = ("count", "year", "value", "section")
#: Keys of what stands in a note and is none by itself.
_PART = "part_"
_NUMBER = re.compile(r"-?[\d.]+(?:e[+-]?\d+)?|inf")


class Template(NamedTuple):
    """A note's words: text, and the field that follows it; the last text has none.

    Attributes
    ----------
    key : str
        In spec/notes.csv.
    texts : tuple of str
        What stands before, between and behind the fields, one more than there are fields.
    fields : tuple of str
        Their names; no name stands twice.
    """

    key: str
    texts: tuple[str, ...]
    fields: tuple[str, ...]

    def match(self, message: str) -> dict[str, str] | None:
        """Return what stands in the fields if the message is of this template.

        Each text is looked for behind the one before, the last at the end: a long message costs no
        more than its length.
        """
        first, *inner, last = self.texts if self.fields else (*self.texts, "")
        if not self.fields:
            return {} if message == first else None
        if not message.startswith(first) or len(message) < len(first) + len(last):
            return None
        end = len(message) - len(last)
        if message[end:] != last:
            return None
        at, found = len(first), []
        for text in inner:
            here = message.find(text, at, end)
            if here < 0:
                return None
            found.append(message[at:here])
            at = here + len(text)
        fields = dict(zip(self.fields, (*found, message[at:end]), strict=True))
        numbers = (fields[name] for name in _NUMBERS if name in fields)
        return fields if all(map(_NUMBER.fullmatch, numbers)) else None

    def fill(self, fields: Mapping[str, object]) -> str:
        """Return the text with its fields filled."""
        pieces = zip(self.texts, (*(str(fields[name]) for name in self.fields), ""), strict=True)
        return "".join(text + field for text, field in pieces)


@cache
def templates(lang: str) -> dict[str, Template]:
    """Return every note's words in a language by key, those of most letters first."""
    own = [_parsed(row["key"], row[lang]) for row in read_spec("notes")]
    own.sort(key=lambda template: -len("".join(template.texts)))
    return {template.key: template for template in own}


def _parsed(key: str, words: str) -> Template:
    texts, fields = [""], []
    for text, name, _, _ in Formatter().parse(words):
        texts[-1] += text
        if name is not None:
            fields.append(name)
            texts.append("")
    return Template(key, tuple(texts), tuple(fields))


def told(key: str, **fields: object) -> str:
    """Return the note `key` of spec/notes.csv, in English.

    Examples
    --------
    >>> told("not_a_number", item="规章", printed="若干")
    '「规章」: not a number: 若干'
    """
    return templates("en")[key].fill(fields)


def parts_of(message: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the notes that a message may be, the likeliest first: key, and what its fields hold.

    Examples
    --------
    >>> next(parts_of("「规章」: not a number: 若干"))
    ('not_a_number', {'item': '规章', 'printed': '若干'})
    """
    for key, template in templates("en").items():
        fields = None if key.startswith(_PART) else template.match(message)
        if fields is not None:
            yield key, fields
