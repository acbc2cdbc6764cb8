"""The statutory form as data (`form`), and the matching of printed labels to it (`labels`)."""

from ..specs import read_spec
from .form import (
    TABLES,
    Address,
    Codebook,
    Column,
    Item,
    Lang,
    children,
    codebook,
    columns,
    form,
    items,
    label_of,
    leaves,
    union_form,
    unit_of,
)
from .labels import (
    FUZZY_MARGIN,
    FUZZY_MIN_LENGTH,
    FUZZY_THRESHOLD,
    UNIT,
    Kind,
    Match,
    label_key,
    match_label,
    match_labels,
    split_numbering,
    split_unit,
    unit_scale,
)

__all__ = [
    "FUZZY_MARGIN", "FUZZY_MIN_LENGTH", "FUZZY_THRESHOLD", "TABLES", "UNIT", "Address", "Codebook",
    "Column", "Item", "Kind", "Lang", "Match", "children", "codebook", "columns", "form", "items",
    "label_key", "label_of", "leaves", "match_label", "match_labels", "read_spec",
    "split_numbering", "split_unit", "union_form", "unit_of", "unit_scale",
]  # fmt: skip
