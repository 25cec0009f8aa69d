"""`notegen ...`: the core from a terminal or a pipe.

Exit status: 0 done, whatever was found; 1 something failed on the way; 2 wrong usage or unusable
input; 3 a Stop with `check --strict`. Beyond the contract, as any Unix tool: 130 after Ctrl-C and
141 when the reader of our output has gone. A message on standard error is one line and never
repeats what was typed or read.
"""

from notegen.cli.entry import main

__all__ = ["main"]
