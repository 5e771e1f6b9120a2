# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""From a real training to an answer: will it lose a mode, and what should change?

>>> from annealvi.practice import Training, advise, annealing, modes
>>> target = modes([[-3.0, 0.0], [3.0, 0.0]], widths=1.0)
>>> training = Training(steps=4000, learning_rate=0.01, batch=32)
>>> advise(target, training, annealing(temperature=[[0, 1.5], [2000, 1.0]])).verdict.word
'not safe'

Before: `advise`, `modes`, `from_samples`, `find_modes`, `from_torch`, `Training`, `annealing`,
`relaxation_steps`. During: `Annealer`, `preserving_log_density`. After: `diagnose`, `reheat_test`,
`k_hat`. One page: docs/practice.md.
"""

from .advice import Advice, advise
from .annealer import Annealer
from .diagnosis import Diagnosis, diagnose
from .geometry import Edge, edge, spanning_tree, tempered_mass
from .modes import Modes, from_samples, modes
from .preserving import preserving_log_density
from .psis import k_hat
from .reheating import Reheating, reheat_test
from .search import find_modes, from_torch
from .temperatures import safe_temperature
from .training import Annealing, StepTime, Training, annealing, relaxation_steps, step_time

__all__ = ["Advice", "Annealer", "Annealing", "Diagnosis", "Edge", "Modes", "Reheating", "StepTime",
           "Training", "advise", "annealing", "diagnose", "edge", "find_modes", "from_samples",
           "from_torch", "k_hat", "modes", "preserving_log_density", "reheat_test",
           "relaxation_steps", "safe_temperature", "spanning_tree", "step_time", "tempered_mass"]
