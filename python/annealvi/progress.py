# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Progress of long calls, and how they end."""

from __future__ import annotations

import contextlib
import warnings
from typing import Callable, Iterator, Optional, TypeVar, Union

from .arguments import told
from .errors import ConfigError, Interrupted

Hear = Optional[Callable[[float], None]]
Progress = Union[bool, Callable[[float], None]]
Result = TypeVar("Result")


@contextlib.contextmanager
def shown(progress: Progress, label: str) -> Iterator[Hear]:
    """What hears the finished share: nothing, a bar of tqdm, or the caller's own function.

    1.0 is heard last, and only when all is done: call `finished` inside.
    """
    if callable(progress):
        own, told_last = progress, [-1.0]

        def tell(share: float) -> None:
            told_last[:] = [share]
            own(share)

        yield tell
        if told_last != [1.0]:
            tell(1.0)
    elif not isinstance(progress, bool):
        raise ConfigError(f"progress = {told(progress)} is not allowed: True, False or a function "
                          "that hears the finished share")
    elif not progress:
        yield None
    else:
        try:
            with warnings.catch_warnings():  # a notebook without widgets gets a bar of text
                warnings.filterwarnings("ignore", message="IProgress not found")
                from tqdm.auto import tqdm
        except ImportError as error:
            raise ImportError("progress=True needs the package tqdm; progress=function hears the "
                              "finished share without it") from error

        with tqdm(total=1.0, desc=label, bar_format="{desc} {percentage:3.0f}% |{bar}| "
                  "{elapsed}, {remaining} left") as bar:
            def hear(share: float) -> None:
                bar.update(share - bar.n)

            yield hear
            bar.update(1.0 - bar.n)


def finished(result: Result, interrupted: bool) -> Result:
    """The result, or Interrupted with it as its partial result."""
    if interrupted:
        raise Interrupted("stopped by Ctrl-C; what was finished is in the attribute `partial`",
                          result)
    return result
