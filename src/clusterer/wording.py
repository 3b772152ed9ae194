"""How values are written in messages: as the user would write them."""

from __future__ import annotations

import numpy as np


def shown(value: object) -> str:
    """Return a value, or a list of them, as Python writes it; numbers of numpy as plain ones.

    Examples
    --------
    >>> import numpy as np
    >>> shown(np.int64(3)), shown(np.float64(2.5)), shown("Bath")
    ('3', '2.5', "'Bath'")
    >>> shown([np.int64(3), None])
    '[3, None]'
    """
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    return repr(value.item() if isinstance(value, np.generic) else value)
