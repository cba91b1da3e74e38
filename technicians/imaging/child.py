"""The script the sandbox starts: gives up rights first, then runs the package's __main__."""

import contextlib
import os
import resource
import runpy
import sys
from pathlib import Path

MEBIBYTE = 1 << 20
LIMITS = {
    resource.RLIMIT_AS: 896 * MEBIBYTE,
    resource.RLIMIT_CPU: 20,  # seconds
    resource.RLIMIT_FSIZE: 0,  # the answer goes through a pipe; no file may be written
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}


def give_up_rights() -> None:
    for kind, wanted in LIMITS.items():
        ceiling = resource.getrlimit(kind)[1]
        limit = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS but refuses it
            resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    give_up_rights()
    # A pool of threads per core would use up the address space before the picture is read.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    sys.path.insert(0, str(Path(__file__).parents[2]))
    runpy.run_module("technicians.imaging", run_name="__main__", alter_sys=True)
