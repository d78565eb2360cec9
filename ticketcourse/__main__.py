"""``python -m ticketcourse``, which ``torchrun -m ticketcourse`` needs."""

import sys

from ticketcourse.cli import main

sys.exit(main())
