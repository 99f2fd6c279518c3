"""Annotation files in: COCO, Label Studio, CVAT, Pascal VOC, YOLO and tables become labels to be judged."""

from taxonomy_service.exchange.annotations.formats import AnnotationFormat, detect_format
from taxonomy_service.exchange.annotations.reading import read_annotations

__all__ = ["AnnotationFormat", "detect_format", "read_annotations"]
