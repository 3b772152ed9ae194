"""Maps, charts, tables and files of a partition: pure functions over its tables.

Nothing here knows of problems or plans. A map takes the GeoDataFrame of an evaluation, a
table its clusters; so they also show what a user has put together by hand.
"""

from clusterer.display.adjacency_map import plot_adjacency
from clusterer.display.amounts_by_council import draw_amounts
from clusterer.display.backbone import draw_backbone
from clusterer.display.cash import draw_cash, draw_steps
from clusterer.display.cluster_names import cluster_names, names_in_files, renamed
from clusterer.display.colours import cluster_colours
from clusterer.display.costs_by_rank import draw_costs_by_rank
from clusterer.display.explore import explore_map
from clusterer.display.facts import facts_as_html
from clusterer.display.files import write_file, write_layers, write_table
from clusterer.display.frontier import draw_frontier
from clusterer.display.grants_curve import draw_grants_curve
from clusterer.display.html import as_html
from clusterer.display.mandate import draw_mandate
from clusterer.display.map import draw_map
from clusterer.display.map_of_gains import draw_map_of_gains
from clusterer.display.map_of_moves import draw_map_of_moves
from clusterer.display.map_of_prices import draw_map_of_prices
from clusterer.display.odds import draw_odds
from clusterer.display.panels import draw_maps
from clusterer.display.posts import draw_posts
from clusterer.display.prices_of_pairs import draw_prices_of_pairs
from clusterer.display.ranges import draw_ranges
from clusterer.display.refusals import draw_refusals
from clusterer.display.regret import draw_regret
from clusterer.display.savings_by_key import draw_savings_by_key
from clusterer.display.table import table_as_html, table_as_text
from clusterer.display.text import as_text
from clusterer.display.tornado import plot_tornado
from clusterer.display.wishes import draw_wishes

__all__ = [
    "as_html",
    "as_text",
    "cluster_colours",
    "cluster_names",
    "draw_amounts",
    "draw_backbone",
    "draw_cash",
    "draw_costs_by_rank",
    "draw_frontier",
    "draw_grants_curve",
    "draw_mandate",
    "draw_map",
    "draw_map_of_gains",
    "draw_map_of_moves",
    "draw_map_of_prices",
    "draw_maps",
    "draw_odds",
    "draw_posts",
    "draw_prices_of_pairs",
    "draw_ranges",
    "draw_refusals",
    "draw_regret",
    "draw_savings_by_key",
    "draw_steps",
    "draw_wishes",
    "explore_map",
    "facts_as_html",
    "names_in_files",
    "plot_adjacency",
    "plot_tornado",
    "renamed",
    "table_as_html",
    "table_as_text",
    "write_file",
    "write_layers",
    "write_table",
]
