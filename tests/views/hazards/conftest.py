"""The laboratory of the stock classes, and the same tables behind our bases."""

from __future__ import annotations

import warnings

import pytest

from tests.factories import lab as laboratory
from tests.factories.browser import Browser
from tests.factories.doors import second_window


@pytest.fixture
def lab(tmp_path):
    """``lab(View, …)``: a stock application with these views."""
    made = []

    def make(*views, **more):
        made.append(laboratory.Lab(tmp_path, *views, **more))
        return made[-1]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # FAB's own pages on newer WTForms
        yield make
    for one in made:
        one.close()


@pytest.fixture
def ours(app, monkeypatch):
    """``ours(View, …)``: those views of ours on the laboratory's tables; gives the clerk's browser."""

    def make(*views):
        with app.app_context():
            second_window()
        laboratory.ours(app, *views, patch=monkeypatch)
        return Browser(app).sign_in("lijing")

    return make


@pytest.fixture
def app(own_app):
    """Of its own: these tests lay stock views beside ours."""
    return own_app
