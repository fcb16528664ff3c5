"""The list of routes for tools says what the program does."""

from __future__ import annotations

from helpline.web.house import House
from helpline.web.routes import make_web
from tests.documents.openapi import PLACE, document, written


def test_the_published_list_is_that_of_the_program():
    assert PLACE.read_text(encoding="utf-8") == written(), "python -m tests.documents.openapi"


def test_it_has_every_route_that_is_served_and_no_other(house: House):
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in make_web(house).router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert {(method, path) for path, methods in document()["paths"].items() for method in methods} == served
