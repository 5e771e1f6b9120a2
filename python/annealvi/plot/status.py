# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Which rows of a table say themselves that their number is not to be trusted."""
import numpy as np

_of_status = {"outside_validity": "outside validity", "unfinished": "unfinished",
              "not_converged": "not converged", "failed": "failed"}
_of_note = (("outside validity", "outside validity"), ("unfinished", "unfinished"),
            ("error estimate above", "not converged"), ("not converged", "not converged"))


def flagged(table):
    """For each row the reason, empty where there is none: from `status`, else from the note."""
    reasons = np.full(len(table), "", dtype=object)
    if "status" in table:
        for row, status in enumerate(table.text("status")):
            reasons[row] = _of_status.get(status, "")
    elif "note" in table:
        for row, note in enumerate(table.text("note")):
            reasons[row] = next((words for start, words in _of_note if note.startswith(start)), "")
    return reasons
