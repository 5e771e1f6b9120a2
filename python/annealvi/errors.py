# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What can go wrong, in the words of the program."""

from __future__ import annotations

from typing import Any


class ConfigError(ValueError):
    """A wrong key, value or use: one sentence with key, value and what is allowed."""


class NumericalFailure(ArithmeticError):
    """Something could not be computed: the sentence says what, at which time and state.

    Attributes
    ----------
    partial : object or None
        The result with everything that could be computed.
    """

    def __init__(self, message: str, partial: Any = None) -> None:
        super().__init__(message)
        self.partial = partial


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a call.

    Attributes
    ----------
    partial : object or None
        The result with the parts that were finished.
    """

    def __init__(self, message: str = "stopped by Ctrl-C; nothing was finished",
                 partial: Any = None) -> None:
        super().__init__(message)
        self.partial = partial
