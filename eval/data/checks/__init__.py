"""`python -m eval data check`: everything that must hold of the data, and the counts."""

from eval.data.checks.report import Report
from eval.data.checks.run import check_file, check_shipped

__all__ = ["Report", "check_file", "check_shipped"]
