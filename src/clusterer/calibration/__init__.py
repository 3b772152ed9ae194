"""What observed partnerships tell of the prices of terms."""

from clusterer.calibration.calibrate import calibrate
from clusterer.calibration.calibration import Calibration

__all__ = ["Calibration", "calibrate"]
