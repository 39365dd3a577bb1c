"""The Studio: one service item or one theme edited whole, proved and published, without code."""

from __future__ import annotations

from typing import Any

from flask import Flask


def register(app: Flask, _appbuilder: Any) -> None:
    """Register the Studio's pages."""
    # Here, so that the widgets can be imported without the site around them.
    from app.studio import appeals, items, templates, themes
    from app.studio.site import site

    studio = site(app)
    for view in (themes.ThemeStudio, items.ItemStudio, appeals.AppealStudio, templates.PaperStudio):
        studio.add_view(view())
