"""Names for the arrays that the judges pass to each other."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
LevelArray = NDArray[np.int16]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
