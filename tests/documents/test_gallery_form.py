"""The gallery of the pages shows the registration form that is packaged, and not one of before."""

from __future__ import annotations

import json
from pathlib import Path

from helpline.core.definitions import form_for_page
from helpline.core.topics import tree_for_page
from helpline.settings import load
from tests.tooling.tracked import text_of

KEPT = "volunteer_ui/src/gallery/form.json"


def test_the_form_of_the_gallery_is_the_packaged_one():
    """To write it anew: `{"form": form_for_page(…), "topics": tree_for_page(…)}` as JSON without spaces."""
    definitions = load({}, data=Path("/nowhere")).definitions
    packaged = {"form": form_for_page(definitions), "topics": tree_for_page(definitions.topics)}
    assert json.loads(text_of(KEPT)) == json.loads(json.dumps(packaged))
