"""What ``reportkit brief`` does: one page, or a folder of pages, and what it says on the way."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..codebook import Lang
from ..output import look_at
from ..panel.files import need_paths
from ..saying import note_lines, unread_lines
from . import need_brief, render_brief, render_briefs
from .execute import open_notebook
from .names import is_page
from .pdf import find_chromium, print_pdf

#: Exit codes: all was written; a file could not be read, or a page not be made.
WRITTEN, PARTLY = 0, 2


def brief(
    paths: Sequence[Path] | None, output: Path, *, lang: Lang, notebook: Path | None, pdf: bool
) -> int:
    """Write what was asked for, and return the exit code; `paths` None is the bundled panel."""
    from .loading import example_panel_folder, find

    need_brief()
    one_page = is_page(output)
    need_paths(paths or ())  # as they were given; `find` makes them absolute
    if notebook is not None:
        open_notebook(notebook, {})  # before reports are read
    source = find(example_panel_folder() if paths is None else (paths or None))
    if one_page:
        return _one(source, output, lang, notebook, pdf)
    written = render_briefs(source, output, lang=lang, notebook=notebook, pdf=pdf)
    _tell_unread(written.unread)
    for row in written.failed.to_dict("records"):
        print(f"reportkit: {row['report']}: {row['error']}", file=sys.stderr)
    count = len(written.pages) - len(written.failed)
    print(f"{written.folder / 'index.html'} ({count} page{'s' if count != 1 else ''})")
    return PARTLY if len(written.failed) or len(written.unread) else WRITTEN


def _one(
    source: str | list[str], output: Path, lang: Lang, notebook: Path | None, pdf: bool
) -> int:
    from .loading import held, load

    sources = [source] if isinstance(source, str) else source
    look_at(output, sources)
    if pdf:
        look_at(output.with_suffix(".pdf"), sources)
        find_chromium()
    # Read before a kernel starts: what cannot be read is told at once.
    panel, places = load(source)
    _tell_unread(panel.unread)
    for line in note_lines(panel.notes, lang, named=len(panel.reports) > 1):
        print(line, file=sys.stderr)
    with held(source, panel, places):
        _tell_written(render_brief(source, output, lang=lang, notebook=notebook))
    if pdf:
        _tell_written(print_pdf(output))
    return PARTLY if len(panel.unread) else WRITTEN


def _tell_written(path: Path) -> None:
    print(f"{path} ({path.stat().st_size / 1024:.0f} KB)")


def _tell_unread(unread: pd.DataFrame) -> None:
    for line in unread_lines(unread):
        print(f"reportkit: {line}", file=sys.stderr)
