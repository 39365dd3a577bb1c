from flask import Blueprint

pages = Blueprint("cases", __name__, url_prefix="/desk/cases")


@pages.get("")
def find():
    return ""


@pages.get("/<string:number>")
def show(number):
    return number
