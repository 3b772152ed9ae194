"""The options that state a problem, typed once for all commands that take one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clusterer.cli.options.costs import (
    BalanceOption,
    PoliticsPrice,
    Preset,
    PresetOption,
    TargetOption,
    Today,
)
from clusterer.cli.options.rules import (
    Alone,
    Apart,
    AtLeast,
    AtMost,
    MaxDistance,
    MaxPopulation,
    MaxSize,
    MinPopulation,
    MinSize,
    Nested,
    OrAlone,
    Together,
    size_cap,
)
from clusterer.cli.options.the_map import (
    CRS,
    Coordinates,
    Drop,
    File,
    Index,
    IslandsOption,
    Join,
    Layer,
    Link,
    Name,
    On,
    Overlapping,
    Population,
    Repair,
    RepairWidth,
    SourceCRS,
    Tolerance,
    WithinKm,
    YearOption,
)
from clusterer.cli.places import place
from clusterer.cli.problems import Stated
from clusterer.cli.shipped import LONDON, word_of
from clusterer.geography.repair import WIDTH

Command = Callable[..., None]

OF_A_FILE = (
    *("file", "population", "index", "name", "layer", "xy"),
    *("source_crs", "crs", "repair", "repair_width", "overlapping"),
)
"""What there is nothing to say of where the map is London."""


def examples(*commands: str) -> Callable[[Command], Command]:
    """Give a command examples, which its help page ends with: each works as it is typed."""

    def give(command: Command) -> Command:
        vars(command)["examples"] = commands
        return command

    return give


def takes_a_map(command: Command) -> Command:
    """Give a command the options of `stated_by`, in place of its parameter ``stated``.

    Options are read off a signature, so this one has them all. Where the command has an option of
    the same name, as `why-not` has ``--together``, that of the problem is ``--rule-together``.
    """
    return _taking(command, {})


def takes_london(command: Command) -> Command:
    """Give a command the same for London: without those of a boundary file."""
    return _taking(command, dict.fromkeys(OF_A_FILE) | {"file": LONDON, "repair": False})


def _taking(command: Command, fixed: Mapping[str, Any]) -> Command:
    stating = inspect.signature(stated_by, eval_str=True).parameters
    theirs = {name: option for name, option in stating.items() if name not in fixed}
    own = dict(inspect.signature(command, eval_str=True).parameters)
    del own["stated"]
    called = {name: f"rule_{name}" if name in own else name for name in theirs}
    options = {called[name]: option.replace(name=called[name]) for name, option in theirs.items()}
    options |= own

    @functools.wraps(command)
    def run(**given: Any) -> None:
        stated = stated_by(**fixed, **{name: given.pop(called[name]) for name in theirs})
        command(stated=stated, **given)

    run.__annotations__ = {name: option.annotation for name, option in options.items()}
    # Keywords alone, of which those without a default may stand behind others.
    keywords = (one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in options.values())
    vars(run)["__signature__"] = inspect.Signature(list(keywords))
    return run


def stated_by(
    file: File,
    population: Population = None,
    index: Index = None,
    name: Name = None,
    year: YearOption = None,
    join: Join = None,
    on: On = None,
    drop: Drop = None,
    layer: Layer = None,
    xy: Coordinates = None,
    source_crs: SourceCRS = None,
    crs: CRS = None,
    repair: Repair = False,
    repair_width: RepairWidth = None,
    overlapping: Overlapping = False,
    link: Link = None,
    islands: IslandsOption = None,
    within_km: WithinKm = None,
    tolerance: Tolerance = None,
    preset: PresetOption = Preset.CENTRAL,
    politics: PoliticsPrice = None,
    balance: BalanceOption = None,
    target: TargetOption = None,
    today: Today = None,
    max_size: MaxSize = "7",
    min_size: MinSize = None,
    min_population: MinPopulation = None,
    max_population: MaxPopulation = None,
    or_alone: OrAlone = False,
    max_distance: MaxDistance = None,
    together: Together = None,
    apart: Apart = None,
    alone: Alone = None,
    nested: Nested = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> Stated:
    """Return the problem that the options state."""
    # Bodies that may overlap are made valid, and stay where they lie.
    usual_width = 0.0 if overlapping else WIDTH
    word = word_of(file)
    source: str | Path = word or place(file)
    command, of = ("london", {}) if word == LONDON else ("solve", {"file": source})
    return Stated.given(
        command,
        **of,
        year=int(year) if year is not None else 2006 if word == LONDON else None,
        population=population,
        index=index,
        name=name,
        join=None if join is None else place(join),
        on=on,
        drop=drop,
        layer=layer,
        xy=xy,
        source_crs=source_crs,
        crs=crs,
        repair_width=usual_width if repair and repair_width is None else repair_width,
        overlapping=overlapping or None,
        link=link,
        islands=islands,
        preset=str(preset),
        politics=politics,
        balance=balance,
        target=target,
        max_size=size_cap(max_size),
        min_size=min_size,
        min_population=min_population,
        max_population=max_population,
        or_alone=or_alone or None,
        max_distance=max_distance,
        together=together,
        apart=apart,
        alone=alone,
        nested=nested,
        today=today,
        at_least=at_least,
        at_most=at_most,
        within_km=within_km,
        tolerance=tolerance,
    )
