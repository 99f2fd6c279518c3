"""Which annotation format a file has, told by its name and its first bytes."""

import codecs
import re
from enum import StrEnum
from pathlib import PurePath

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.streams import EMPTY
from taxonomy_service.exchange.annotations.table_columns import LABEL_COLUMNS
from taxonomy_service.exchange.annotations.yolo import NAMES_KEY

HEAD_BYTES = 64 * 1024


class AnnotationFormat(StrEnum):
    """The formats that are read; CSV stands for TSV too."""

    COCO = "coco"
    LABEL_STUDIO = "label-studio"
    CVAT = "cvat"
    PASCAL_VOC = "pascal-voc"
    YOLO = "yolo"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


_BY_SUFFIX = {
    ".csv": AnnotationFormat.CSV,
    ".tsv": AnnotationFormat.CSV,
    ".tab": AnnotationFormat.CSV,
    ".ndjson": AnnotationFormat.NDJSON,
    ".jsonl": AnnotationFormat.NDJSON,
    ".parquet": AnnotationFormat.PARQUET,
    ".yaml": AnnotationFormat.YOLO,
    ".yml": AnnotationFormat.YOLO,
    ".names": AnnotationFormat.YOLO,
}
_COCO_KEYS = ("info", "licenses", "images", "categories", "category_id", "image_id", "supercategory", "segmentation")
_LABEL_STUDIO_KEYS = (
    *("completed_by", "was_cancelled", "result", "from_name", "to_name", "completions", "predictions", "drafts"),
    *("file_upload", "data", "annotation_id", "annotator", "lead_time", "original_width", "rectanglelabels"),
)
_BY_KEY = dict.fromkeys(_COCO_KEYS, AnnotationFormat.COCO) | dict.fromkeys(
    _LABEL_STUDIO_KEYS, AnnotationFormat.LABEL_STUDIO
)
_BY_ROOT = {"annotations": AnnotationFormat.CVAT, "annotation": AnnotationFormat.PASCAL_VOC}
_JSON_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_PROLOGUE_ENDS = {"<?": "?>", "<!": "-->"}
_PARQUET = b"PAR1"
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def detect_format(name: str, head: bytes) -> AnnotationFormat:
    """Return the format of a file called `name` that begins with `head` (64 KiB do).

    Raises UnreadableFile where the file is empty or packed, or where its format cannot be told.

    >>> detect_format("train.json", b'{"images": [], "annotations": []}').value
    'coco'
    """
    if head.startswith(_PARQUET):
        return AnnotationFormat.PARQUET
    text = _text(name, head)
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    found = _BY_SUFFIX.get(suffix) or _by_content(text)
    if found is None and suffix == ".txt":
        found = AnnotationFormat.YOLO
    if found is None:
        raise UnreadableFile(
            name,
            message("cannot tell its format; state one of {known}", known=", ".join(AnnotationFormat)),
        )
    return found


def _text(name: str, head: bytes) -> str:
    if head.startswith(_PACKED):
        raise UnreadableFile(name, message("packed; unpack it and send the annotation file itself"))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", errors="ignore")
    else:
        text = head.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").decode("utf-8", errors="ignore")
    if not text.strip():
        raise UnreadableFile(name, EMPTY)
    return text.lstrip()


def _by_content(text: str) -> AnnotationFormat | None:
    if text.startswith("<"):
        root = _XML_ROOT.match(_without_prologue(text))
        return _BY_ROOT.get(root[1]) if root else None
    if text.startswith(("{", "[")):
        return _by_json(text)
    if NAMES_KEY.search(text):
        return AnnotationFormat.YOLO
    header = text.splitlines()[0]
    cells = {cell.strip(' "').lower() for cell in re.split("[,;\t]", header)}
    return AnnotationFormat.CSV if len(cells) > 1 and not cells.isdisjoint(LABEL_COLUMNS) else None


def _without_prologue(text: str) -> str:
    """Return what follows the XML declaration, processing instructions and comments."""
    while text[:2] in _PROLOGUE_ENDS:
        text = text.partition(_PROLOGUE_ENDS[text[:2]])[2].lstrip()
    return text


def _by_json(text: str) -> AnnotationFormat | None:
    for match in _JSON_KEY.finditer(text):
        if match[1] in _BY_KEY:
            return _BY_KEY[match[1]]
    line = text.splitlines()[0].rstrip()
    if line.startswith("{") and line.endswith("}") and "label" in _JSON_KEY.findall(line):
        return AnnotationFormat.NDJSON
    return AnnotationFormat.LABEL_STUDIO if text.startswith("[") else None
