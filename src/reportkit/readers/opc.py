"""Word and Excel files are zip packages of XML parts: opened here, within bounds."""

import zlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..errors import ReadError

#: Of all parts unpacked, and of the XML that is parsed. A report with scanned pictures has 30 MB.
MAX_UNPACKED = 256 * 2**20
MAX_XML = 32 * 2**20
#: Real XML shrinks to a thirtieth, a sheet of blanks to a hundredth, a bomb to a thousandth.
MAX_RATIO = 300
#: Below this a high ratio harms nobody.
_SMALL = 2**20

#: What an old Office file, and an encrypted new one, begins with.
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Package:
    """The parts of one file, by name; nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        if data.startswith(OLE):
            raise ReadError(
                f"{name} is encrypted, or an old Office file under a new name. Open it in Word, "
                f"WPS or LibreOffice and save it as .{kind} without a password."
            )
        try:
            self._zip = ZipFile(BytesIO(data))
            parts = self._zip.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ReadError(
                f"{name} is not a .{kind} file, or only part of one ({error}). "
                "Download or save it again."
            ) from error
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or unpacked > max(MAX_RATIO * len(data), _SMALL):
            raise ReadError(
                f"{name} would unpack from {len(data):,} to {unpacked:,} bytes: no annual report "
                "does. Save its text and tables to a new file."
            )
        self.names = {part.filename: part for part in parts}

    def xml(self, path: str) -> Any:
        """Return the root element of a part, or None where the package lacks it."""
        from lxml import etree

        part = self.names.get(path)
        if part is None:
            return None
        if part.flag_bits & 1:
            raise ReadError(f"{self.name} is encrypted; save it without a password.")
        if part.file_size > MAX_XML:
            raise ReadError(
                f"{self.name}: {path} has {part.file_size:,} bytes; a report's has less than one "
                "million. Save the report alone."
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            with self._zip.open(part) as stream:
                content = stream.read(MAX_XML + 1)
            root = etree.fromstring(content, parser)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            RuntimeError,
        ) as error:
            raise self._damaged(path, error) from error
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(path, error) from error
        if root.getroottree().docinfo.doctype:
            # No Office program writes one; entities in it are how XML bombs are built.
            raise ReadError(f"{self.name}: {path} declares a document type: not an Office file.")
        return root

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id to (kind, path within the package)."""
        folder, _, base = path.rpartition("/")
        root = self.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found = {}
        for child in root if root is not None else ():
            target = child.get("Target") or ""
            full = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            found[child.get("Id") or ""] = ((child.get("Type") or "").rpartition("/")[2], full)
        return found

    def main(self, usual: str) -> str:
        """Return the path of the part that holds the document itself."""
        for kind, path in self.relations("").values():
            if kind == "officeDocument" and path in self.names:
                return path
        if usual in self.names:
            return usual
        raise ReadError(
            f"{self.name} is a zip file, but no .{self.kind} file: it lacks {usual}. "
            "If it is an archive, unpack it and read the report in it."
        )

    def title(self) -> dict[str, str]:
        """Return what the file's properties say its title is, as metadata."""
        root = self.xml("docProps/core.xml")
        for child in root if root is not None else ():
            if local(child.tag) == "title" and child.text and child.text.strip():
                return {"title": child.text.strip()}
        return {}

    def _damaged(self, path: str, error: Exception) -> ReadError:
        return ReadError(
            f"{self.name} is damaged: {path} cannot be read ({error}). Download it again, or open "
            f"it in Word, WPS or LibreOffice and save it as .{self.kind}."
        )


def local(tag: Any) -> str:
    """Return a tag or attribute name without its namespace: strict files have others."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, text in element.attrib.items():
        if local(key) == name:
            return str(text)
    return None


def number(element: Any, default: int) -> int:
    """Read the small whole number that an element's ``val`` holds."""
    text = (attribute(element, "val") or "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 5 else default


def is_on(mark: str | None, default: bool = False) -> bool:
    """Read a switch of the XML; `default` is for one that is not there."""
    return default if mark is None else mark not in ("0", "false", "off")
