"""A reference chosen by typing: twenty rows by a part of their name or the initials of its sound."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app import transaction
from app.admin.fields import ReferenceField
from app.services import naming

#: Longest text that is looked for.
LONGEST = 60


class Choosing:
    """A form whose references are found by typing; without a script they are plain choices."""

    @expose("/choose/<string:name>")
    @has_access
    def choose(self: Any, name: str) -> Any:
        """[[key, words], …] of what the field of this name may refer to; the nearest first."""
        forms = filter(None, (self.edit_form, self.add_form))
        field = next((one for form in forms for one in form.refresh() if one.name == name), None)
        asked, without = request.args.get("q", ""), request.args.get("but", "")
        if not isinstance(field, ReferenceField):
            abort(404)
        session = transaction.session()
        found = naming.find(session, field.nouns, asked[:LONGEST], without=without[:LONGEST])
        return jsonify([(key, field.words(key, named)) for key, named in found])

    def reachable(self: Any, form: Any, *, without: str = "") -> None:
        """Tell every reference of a form where its rows are found by typing."""
        for field in form:
            if isinstance(field, ReferenceField):
                address = url_for(f"{self.endpoint}.choose", name=field.name)
                field.render_kw = {"data-choose": address, "data-but": without}
