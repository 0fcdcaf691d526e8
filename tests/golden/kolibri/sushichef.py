#!/usr/bin/env python
"""Uploads this course as a channel to Kolibri Studio:

    pip install ricecooker
    python sushichef.py --token=YOUR-TOKEN
"""

import json
import os
from pathlib import Path

# All nodes share one app: with several threads ricecooker would write the same file over itself.
os.environ.setdefault("TASK_THREADS", "1")

from ricecooker.chefs import SushiChef
from ricecooker.classes.files import HTMLZipFile
from ricecooker.classes.licenses import get_license
from ricecooker.classes.nodes import HTML5AppNode

HERE = Path(__file__).resolve().parent
ABOUT = json.loads((HERE / "channel.json").read_text("utf-8"))


class FieldbookChef(SushiChef):
    channel_info = {
        "CHANNEL_SOURCE_DOMAIN": ABOUT["source_domain"],
        "CHANNEL_SOURCE_ID": ABOUT["source_id"],
        "CHANNEL_TITLE": ABOUT["title"],
        "CHANNEL_DESCRIPTION": ABOUT["description"],
        "CHANNEL_LANGUAGE": ABOUT["lang"],
        "CHANNEL_THUMBNAIL": str(HERE / ABOUT["thumbnail"]),
    }

    def construct_channel(self, **kwargs):
        channel = self.get_channel(**kwargs)
        for node in ABOUT["nodes"]:
            channel.add_child(
                HTML5AppNode(
                    source_id=node["source_id"],
                    title=node["title"],
                    description=node["description"],
                    license=get_license(ABOUT["license"], copyright_holder=ABOUT["author"]),
                    author=ABOUT["author"],
                    language=ABOUT["lang"],
                    tags=ABOUT["tags"],
                    role="coach" if ABOUT["coach"] else "learner",
                    thumbnail=str(HERE / node["thumbnail"]),
                    suggested_duration=node["minutes"] * 60,
                    entrypoint=node["entry"],
                    files=[HTMLZipFile(path=str(HERE / ABOUT["app"]))],
                    **ABOUT["labels"],
                )
            )
        return channel


if __name__ == "__main__":
    FieldbookChef().main()
