"""The templates of pages, from `visualisations/pages`."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from graph_service.pictures.static import static_url
from graph_service.store.catalogue import assets
from graph_service.wording import links as words


@lru_cache(maxsize=1)
def _environment() -> Environment:
    def load(name: str) -> str:
        return assets("visualisations").joinpath("pages", name).read_text(encoding="utf-8")

    made = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["static_url"] = static_url
    made.filters["day"] = words.day
    return made


def render(name: str, /, **values: Any) -> str:
    """The page that the template `name` (without its ending) makes of these values."""
    return _environment().get_template(f"{name}.html").render(**values)
