"""The IRIs of the terms that the service understands."""

from typing import Final

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
DCT: Final = "http://purl.org/dc/terms/"
DC: Final = "http://purl.org/dc/elements/1.1/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
ADMS: Final = "http://www.w3.org/ns/adms#"
VS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#"
BIBO: Final = "http://purl.org/ontology/bibo/"
EUVOC: Final = "http://publications.europa.eu/ontology/euvoc#"
ISOTHES: Final = "http://purl.org/iso25964/skos-thes#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OURS: Final = "https://w3id.org/taxonomy-service/terms#"
"""What SKOS has no words for: required attributes, settings of a scheme, degrees of equivalence."""

TYPE: Final = RDF + "type"
CONCEPT: Final = SKOS + "Concept"
CONCEPT_SCHEME: Final = SKOS + "ConceptScheme"
COLLECTION: Final = SKOS + "Collection"
ORDERED_COLLECTION: Final = SKOS + "OrderedCollection"
NOTATION: Final = SKOS + "notation"
MEMBER: Final = SKOS + "member"
MEMBER_LIST: Final = SKOS + "memberList"
XL_LABEL: Final = SKOSXL + "Label"
LITERAL_FORM: Final = SKOSXL + "literalForm"
DEPRECATED: Final = OWL + "deprecated"
REPLACED_BY: Final = DCT + "isReplacedBy"

ATTRIBUTE: Final = OURS + "Attribute"
ATTRIBUTE_VALUE: Final = OURS + "AttributeValue"
ATTRIBUTE_OF: Final = OURS + "attributeOf"
ALLOWED_VALUE: Final = OURS + "allowedValue"
REQUIRES: Final = OURS + "requiresAttribute"
FALLBACK_LANGUAGES: Final = OURS + "fallbackLanguages"
"""Of a scheme: the tags of the languages that its labels fall back to, best first, divided by spaces."""
REQUIRED_LANGUAGE: Final = OURS + "requiredLanguage"
"""Of a scheme: the tag of a language that each concept must have a preferred label in."""
EQUIVALENCE: Final = OURS + "equivalence"
"""Of a SKOS-XL label: what it covers, seen from its concept; `tax:exact`, `tax:broader` … (`domain.labels`)."""
IDENTIFIER: Final = DCT + "identifier"

PREFIXES: Final[dict[str, str]] = {
    "adms": ADMS,
    "bibo": BIBO,
    "dc": DC,
    "dct": DCT,
    "euvoc": EUVOC,
    "foaf": FOAF,
    "isothes": ISOTHES,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "skosxl": SKOSXL,
    "tax": OURS,
    "vs": VS,
    "xsd": XSD,
}
"""Well-known prefixes, in the order in which an export declares them."""
