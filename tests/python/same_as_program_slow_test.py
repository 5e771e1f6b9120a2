# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
from same_as_program import check_many


def test_random_configurations(tmp_path):
    check_many(range(100, 200), tmp_path)
