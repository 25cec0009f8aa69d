"""notegen: a clinician's rough summary becomes a structured note whose every sentence has evidence.

Most callers need only what is named here. The vault (`notegen.store`) and the exporters
(`notegen.export`) load on first use.
"""

from notegen.checks import check
from notegen.drafting import draft
from notegen.formats import list_formats, load_format
from notegen.review import append, sign

__all__ = ["__version__", "append", "check", "draft", "list_formats", "load_format", "sign"]

__version__ = "0.1.0"
