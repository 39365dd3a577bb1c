from flask import Blueprint

pages = Blueprint("papers", __name__, url_prefix="/desk/papers")
