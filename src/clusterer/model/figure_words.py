"""What figures are called in pictures and tables, in which unit, and how they are written."""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal["", "share", "£m", "£", "£ a resident a year", "years", "a year", "residents"]
"""In which unit a figure is; empty for a plain number."""


class Words(NamedTuple):
    """What is said of a figure.

    Attributes
    ----------
    meaning
        What it is, in a few words.
    unit
        In which unit it is.
    digits
        Digits after the point of a share in per cent.
    """

    meaning: str
    unit: Unit = ""
    digits: int = 0


OF_ONE_SERVICE = {
    *("unit_cost", "fixed_share", "minimum_efficient_scale", "power_exponent", "posts_per_gbp_m")
}
"""The figures that each service has of its own."""

_WORDS: dict[str, Words] = {
    "exhaustion": Words("whether gains of scale end"),
    "form": Words("how cost grows with residents"),
    "benefit_realisation": Words("planned saving that comes about", "share"),
    "ramp_years": Words("years to the full saving", "years"),
    "horizon": Words("years that are counted", "years"),
    "discount_rate": Words("discount rate", "a year", 1),
    "kappa": Words("coordination of a pair, of cost", "share", 1),
    "distance_decay": Words("coordination, more for 10 km", "share"),
    "client_side": Words("client side of a member, of cost", "share", 1),
    "host_premium": Words("premium of the hosted, of cost", "share"),
    "per_cluster": Words("set-up of a cluster", "£m"),
    "set-up.per_council": Words("set-up of a member", "£m"),
    "governance.per_cluster": Words("governance of a partnership", "£m"),
    "governance.per_council": Words("governance of a member", "£m"),
    "systems.per_council": Words("move of a member to another system", "£m"),
    "optimism_bias": Words("set-up beyond its budget", "share"),
    "hazard": Words("clusters that dissolve in a year", "share"),
    "exit_cost": Words("exit of a member", "£m"),
    "per_post": Words("redundancy of a post", "£"),
    "services.unit_cost": Words("cost of the services a resident", "£ a resident a year"),
    "services.fixed_share": Words("fixed part of the services' cost", "share"),
    "unit_cost": Words("cost a resident", "£ a resident a year"),
    "fixed_share": Words("fixed part of the cost", "share"),
    "minimum_efficient_scale": Words("residents at which gains of scale end", "residents"),
    "power_exponent": Words("exponent of the power law"),
    "posts_per_gbp_m": Words("posts for each £m a year"),
}
"""By name, or by the last part of it."""


def words_of(name: str) -> Words:
    """Return what is said of a figure; its name, if nothing is known of it.

    Examples
    --------
    >>> words_of("coordination.kappa").meaning, words_of("it.unit_cost").meaning
    ('coordination of a pair, of cost', 'it: cost a resident')
    >>> words_of("travel.price").meaning
    'travel.price'
    """
    if name in _WORDS:
        return _WORDS[name]
    owner, _, field = name.rpartition(".")
    found = _WORDS.get(field)
    if found is None:
        return Words(name)
    if field not in OF_ONE_SERVICE:
        return found
    return found._replace(meaning=f"{owner}: {found.meaning}")


_PLAIN: dict[str, str] = {
    "exhaustion": "whether more residents stop making it cheaper at some size",
    "form": "how the cost grows with the residents",
    "benefit_realisation": "part of the planned saving that really comes about",
    "ramp_years": "years until the saving has come in full",
    "horizon": "years that are counted",
    "discount_rate": "how much less £1 counts if it comes a year later",
    "kappa": (
        "work of two members with each other, a year, for each pair in a cluster, as a part of "
        "what one of them spends on the services"
    ),
    "distance_decay": "how much more working together costs for every 10 km between two members",
    "client_side": (
        "what each member keeps of its own to deal with the shared service, a year, as a part of "
        "what it spends"
    ),
    "host_premium": "what members other than the host pay on top, as a part of what they spend",
    "per_cluster": "setting up a cluster, once",
    "set-up.per_council": "bringing one council into a cluster, once",
    "governance.per_cluster": "governing a partnership, whatever it shares",
    "governance.per_council": "governing a partnership, more for each member",
    "systems.per_council": "moving one council to the computer system of its cluster, once",
    "optimism_bias": "what set-up costs beyond its budget, as such projects do",
    "hazard": "part of the clusters that break up in a year",
    "exit_cost": "what a council pays to leave a cluster",
    "per_post": "redundancy pay for one post",
    "staff.share": "part of the posts at councils that are not the host that are lost or move",
    "travel.price": "price of one km between a council and its host, in £m a year",
    "remote": "part of the journeys that remote work saves",
    "politics.price": "price of two councils that differ in all their seats, in £m",
    "loss of control.price": "price of giving up all control, in £m",
    "population target.price": "price of each resident away from the wanted size, in £m",
    "services.unit_cost": "cost of all the services together, for each resident a year",
    "services.fixed_share": "part of the services' cost that does not depend on residents",
    "unit_cost": "cost for each resident a year",
    "fixed_share": "part of the cost that does not depend on residents",
    "minimum_efficient_scale": "residents from which on more make it no cheaper",
    "power_exponent": "how fast the cost grows with the residents, 1 for as fast as they do",
    "posts_per_gbp_m": "posts for each £1m a year",
}
"""The same for readers who know nothing of the model, who see them in a report."""


def plain_words_of(name: str) -> str:
    """Return what a figure is, for readers who know nothing of the model.

    Examples
    --------
    >>> plain_words_of("scale.benefit_realisation"), plain_words_of("it.unit_cost")
    ('part of the planned saving that really comes about', 'cost for each resident a year')
    >>> plain_words_of("my_term.price")
    'my term: price'
    """
    field = name.rpartition(".")[2]
    found = _PLAIN.get(name, _PLAIN.get(field))
    return name.replace(".", ": ").replace("_", " ") if found is None else found


def written(name: str, value: float, *, more: int = 0) -> str:
    """Return a value of a figure as a picture shows it.

    Parameters
    ----------
    name
        The name of the figure.
    value
        The value.
    more
        Further digits of a share or an amount, for what is no round number.

    Examples
    --------
    >>> written("coordination.kappa", 0.007), written("coordination.host_premium", -0.02)
    ('0.7%', '−2%')
    >>> written("set-up.per_cluster", 0.5), written("horizon", 10.0), written("travel.price", 0.25)
    ('£0.5m', '10', '0.25')
    >>> written("services.unit_cost", 67.5)
    '£68'
    """
    words = words_of(name)
    if words.unit in ("share", "a year"):
        text = f"{value:.{words.digits + more}%}"
    elif words.unit == "£m":
        text = f"£{value:.{2 + more}g}m"
    elif words.unit.startswith("£"):
        text = f"£{value:,.0f}"
    else:
        text = f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return text.replace("-", "−")
