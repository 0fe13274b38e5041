"""Program of the crash test: save answers through the service and tell each one that was acknowledged.

Run as ``python saver.py URL WORKSPACE WAVE INVITATION RESPONSE``; it prints one line an acknowledged answer
(item, value, revision, operation id) until it is killed.
"""

import itertools
import sys
import uuid

from assessment.access.viewer import Respondent
from assessment.bootstrap import bootstrap
from assessment.settings import Settings


def main() -> None:
    """Answer the items in turns, for ever."""
    url, workspace_id, *ids = sys.argv[1:]
    services = bootstrap(Settings(url))
    viewer = Respondent(*ids, workspace_id=workspace_id)
    sheet = services.responding.open(viewer)
    revision = sheet.response.revision
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for turn, item in zip(itertools.count(revision), itertools.cycle(sheet.items), strict=False):
        key = uuid.uuid4().hex
        saved = services.responding.answer(
            viewer, item_id=item.id, value=1 + turn % 5, revision=revision, operation_id=key
        )
        revision = saved.revision
        sys.stdout.write(f"{item.id} {1 + turn % 5} {revision} {key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
