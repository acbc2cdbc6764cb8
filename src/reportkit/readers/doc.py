"""Word files of the old format, by way of the optional package msdoc2docx."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..document import Block, Remark
from ..errors import ReadError
from . import docx


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Convert the file to .docx in a folder that is removed again, and read that."""
    try:
        from doc2docx import convert
    except ImportError as error:
        raise ReadError(
            f"{name} is a Word file of the old format, whose reader is not installed: "
            'pip install "reportkit[doc]". Or open it in Word, WPS or LibreOffice and save it as '
            ".docx."
        ) from error
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        source, target = Path(folder, "report.doc"), Path(folder, "report.docx")
        source.write_bytes(data)
        try:
            convert(source, target)
            converted = target.read_bytes()
        except Exception as error:  # the converter is young: damaged files fail in many ways
            raise ReadError(
                f"{name} cannot be converted ({error}). Open it in Word, WPS or LibreOffice and "
                "save it as .docx."
            ) from error
    return docx.read(converted, name)
