"""One thread for each test: small arrays are slower on several, most of all on a busy machine."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when NumPy and PyTorch are first imported
