"""From a file of any annotation format to its labels."""

from collections.abc import Callable, Iterator, Mapping

from taxonomy_service.domain.annotations import AnnotationItem
from taxonomy_service.exchange.annotations.coco import read_coco
from taxonomy_service.exchange.annotations.cvat import read_cvat
from taxonomy_service.exchange.annotations.formats import HEAD_BYTES, AnnotationFormat, detect_format
from taxonomy_service.exchange.annotations.label_studio import read_label_studio
from taxonomy_service.exchange.annotations.ndjson import read_ndjson
from taxonomy_service.exchange.annotations.parquet import read_parquet
from taxonomy_service.exchange.annotations.pascal_voc import read_pascal_voc
from taxonomy_service.exchange.annotations.streams import ByteSource, read_head, rewound
from taxonomy_service.exchange.annotations.tables import read_csv
from taxonomy_service.exchange.annotations.yolo import read_yolo

_READERS: Mapping[AnnotationFormat, Callable[[ByteSource, str], Iterator[AnnotationItem]]] = {
    AnnotationFormat.COCO: read_coco,
    AnnotationFormat.LABEL_STUDIO: read_label_studio,
    AnnotationFormat.CVAT: read_cvat,
    AnnotationFormat.PASCAL_VOC: read_pascal_voc,
    AnnotationFormat.YOLO: read_yolo,
    AnnotationFormat.CSV: read_csv,
    AnnotationFormat.NDJSON: read_ndjson,
    AnnotationFormat.PARQUET: read_parquet,
}


def read_annotations(
    stream: ByteSource,
    name: str,
    format: AnnotationFormat | None = None,  # noqa: A002  the word that people and URLs use
) -> Iterator[AnnotationItem]:
    """Return the items of a file called `name`, read as they are asked for, in constant memory.

    Without `format` the file's name and first bytes tell it, and the first 64 KiB are read at once. Nothing but
    `read(size)` is asked of the stream, unless it can seek, as Parquet needs it. Labels that come again may come once,
    with how often. Raises UnreadableFile, here or at any item: a file is good once it is exhausted.
    """
    if format is None:
        head = read_head(stream, HEAD_BYTES)
        return _READERS[detect_format(name, head)](rewound(stream, head), name)
    return _READERS[format](stream, name)
