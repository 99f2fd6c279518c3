"""The labels in the `value` of a Label Studio result."""


def labels_in(value: object, kind: str) -> list[str]:
    """Return the labels that a value carries for a result of type `kind`; of a taxonomy path the last step.

    >>> labels_in({"x": 1, "rectanglelabels": ["Koşu ayakkabısı"]}, "rectanglelabels")
    ['Koşu ayakkabısı']
    >>> labels_in({"taxonomy": [["Tiere", "Hund"]]}, "taxonomy")
    ['Hund']
    >>> labels_in({"text": ["no label"]}, "textarea")
    []
    """
    if not isinstance(value, dict):
        return []
    if kind.endswith("labels") or kind in ("choices", "taxonomy"):
        given = value.get(kind, value.get("labels"))
    else:  # a video's boxes, for one, are of type videorectangle and keep their labels under `labels`
        given = value.get("labels")
    if isinstance(given, str):
        given = [given]
    ends = [_end(one) for one in given] if isinstance(given, list) else []
    return [label for label in ends if label]


def _end(given: object) -> str:
    last = given[-1] if isinstance(given, list) and given else given
    return last if isinstance(last, str) else ""
