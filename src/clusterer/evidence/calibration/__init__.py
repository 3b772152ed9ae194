"""What observed partnerships tell of the prices of terms."""

from clusterer.evidence.calibration.calibrate import calibrate
from clusterer.evidence.calibration.calibration import Calibration

__all__ = ["Calibration", "calibrate"]
