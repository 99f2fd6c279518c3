from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.fingerprints import evidence, fingerprint


def test_a_fingerprint_tells_apart_whatever_it_is_made_of() -> None:
    variants = {
        fingerprint("Q001", "a", (), "de", "x"),
        fingerprint("Q002", "a", (), "de", "x"),
        fingerprint("Q001", "b", (), "de", "x"),
        fingerprint("Q001", "a", ("b",), "de", "x"),
        fingerprint("Q001", "a", (), "", "x"),
        fingerprint("Q001", "a", (), "x", "de"),
        fingerprint("Q001", "a", (), "de", "\ud800"),
    }
    assert len(variants) == 7
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in variants)


def test_a_fingerprint_never_changes() -> None:
    assert fingerprint("S14", "http://x/a", ("http://x/b",), "ja", "靴") == "279a2df7e4e3d8316f63382dd7997f3e"


def test_evidence_does_not_depend_on_the_order_of_a_file() -> None:
    one, other = Statement("a", "p", "b"), Statement("a", "p", Literal("b", LanguageTag("de")))
    assert evidence([one, other]) == evidence([other, one, one])
    assert evidence([one]) != evidence([other]) != evidence([Statement("a", "p", Literal("b"))])
