"""The table of all fixes."""

from typing import Final

from taxonomy_service.integrity.fixes import labels, relations, texts
from taxonomy_service.integrity.fixes.fix import Fix

FIXES: Final[dict[str, Fix]] = {fix.code: fix for module in (labels, relations, texts) for fix in module.FIXES}
"""The fixes by the code of the check whose findings they mend."""
