"""The workbench: measures notegen, and never the other way round (notegen knows nothing of it)."""
