"""`python -m notegen`, the same as `notegen`."""

import sys

from notegen.cli import main

if __name__ == "__main__":
    sys.exit(main())
