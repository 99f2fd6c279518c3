from taxonomy_service.domain.labels import Label, LabelKind, ServedLabel, preferred_forms, resolve_label
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag

DE, AR, EN = LanguageTag("de"), LanguageTag("ar"), LanguageTag("en")


def test_of_two_preferred_labels_the_first_in_code_point_order_counts() -> None:
    labels = [Label(form, DE, LabelKind.PREFERRED) for form in ("Socken", "Socke")] + [Label("a", DE, LabelKind.HIDDEN)]
    assert preferred_forms(labels) == {DE: "Socke"}


def test_a_label_is_served_down_the_ladder_and_says_why() -> None:
    forms = {AR: "حذاء", EN: "shoe"}
    assert resolve_label(forms, LanguageTag("ar-EG")) == ServedLabel("حذاء", AR, "range")
    assert resolve_label(forms, DE, (EN,)) == ServedLabel("shoe", EN, "fallback")
    assert resolve_label(forms, DE) == ServedLabel("حذاء", AR, "any")
    assert resolve_label({UNTAGGED: "x"}, DE) == ServedLabel("x", UNTAGGED, "untagged")
    assert resolve_label({}, DE) is None


def test_a_label_in_a_variety_is_served_in_the_script_of_the_one_asked() -> None:
    forms = {LanguageTag("zh-Hans"): "鞋带", LanguageTag("zh-Hant"): "鞋帶"}
    served = resolve_label(forms, LanguageTag("zh-HK"))
    assert served == ServedLabel("鞋帶", LanguageTag("zh-Hant"), "range")


def test_a_hidden_or_alternative_label_is_no_preferred_one() -> None:
    assert preferred_forms([Label("but", LanguageTag("pl"), LabelKind.ALTERNATIVE)]) == {}
