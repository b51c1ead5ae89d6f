"""What every page of the product looks like: tokens and typeface, served once for console, widget and demo."""

from pathlib import Path

from flask import Blueprint, Response

from service.http.access import access
from service.http.look.assets import Assets

LOOK = Assets(Path(__file__).parent / "static", "look.send_asset")

look = Blueprint("look", __name__)


@look.get("/look/<path:filename>")
@access("public")
def send_asset(filename: str) -> Response:
    """The tokens' style sheet or a font; 404 outside its folder."""
    return LOOK.send(filename)
