"""The child's work: one request in its argument, one picture on stdin, one answer on stdout."""

import json
import sys

from technicians.imaging.answers import Crop, packed
from technicians.imaging.opening import MAX_BYTES
from technicians.imaging.pipeline import run
from technicians.imaging.sandbox import READY


def main(request: str) -> None:
    sys.stdout.buffer.write(READY)
    sys.stdout.flush()
    wanted = json.loads(request)
    crop = Crop(**wanted["crop"]) if wanted["crop"] else None
    upload = sys.stdin.buffer.read(MAX_BYTES + 1)
    sys.stdout.buffer.write(packed(run(upload, crop, wanted["find_face"])))


if __name__ == "__main__":
    main(sys.argv[1])
