"""How Sphinx builds the documentation: every page with code is run at build."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "clusterer"
author = "The clusterer developers"
copyright = "2026, the clusterer developers"  # noqa: A001 - Sphinx wants this name
release = importlib.metadata.version("clusterer")

extensions = [
    "gallery",
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build", "jupyter_execute"]
templates_path = ["_templates"]

html_theme = "furo"
html_title = "clusterer"
html_static_path = ["_static"]
html_css_files = ["clusterer.css"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 600  # A cell takes a minute at most, but other work may run beside it.
nb_merge_streams = True

autosummary_generate = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
# A name in single backticks is a link where there is such a name, else it stands out.
default_role = "autolink"
python_use_unqualified_type_names = True
