from collections.abc import Callable

from taxonomy_service.exchange.lexicons.skos_senses import scheme_senses
from taxonomy_service.exchange.skos_reader import SkosFile


def test_a_concept_is_a_sense_with_the_labels_that_people_read(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        """<http://x> a skos:ConceptScheme . :shoe a skos:Concept ; skos:inScheme <http://x> ; skos:prefLabel "but"@pl ;
        skos:narrower :run . :run a skos:Concept ; skos:inScheme <http://x> ; skos:altLabel "adidasy"@pl ;
        skos:prefLabel "but do biegania"@pl, "koşu ayakkabısı"@tr, "code" ; skos:hiddenLabel "buty do biegania"@pl ."""
    ).schemes
    run, shoe = scheme_senses(scheme)
    assert run.forms == (("pl", "but do biegania"), ("tr", "koşu ayakkabısı"), ("pl", "adidasy"))
    assert run.broader == (shoe.id,), "whichever side states the hierarchy"
    assert shoe.forms == (("pl", "but"),)
    assert shoe.broader == ()
