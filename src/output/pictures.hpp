// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The only place that knows who draws: the Python module annealvi.plot, run as a program of its
// own. A picture is made from a table alone, so that it can be made again, in another style.
#pragma once

#include <atomic>
#include <filesystem>
#include <span>
#include <string>

namespace annealvi {

struct PictureProgram {
  std::string python;            ///< with matplotlib
  std::filesystem::path module;  ///< annealvi/plot/__main__.py
};

/// The Python that was found when the program was built, else that on PATH; the module installed
/// beside the running program (../share/annealvi/python), else that of the sources.
[[nodiscard]] PictureProgram picture_program();

/// What `end_drawing_when` was told to look at; null: nothing.
[[nodiscard]] const std::atomic<bool>* drawing_interruption();

/// Draws `pictures`, all that belong to `table`. Returns why one of them is not there, in one
/// sentence that says how to draw later; empty: all are.
[[nodiscard]] std::string draw_pictures(const std::filesystem::path& table,
                                        std::span<const std::filesystem::path> pictures,
                                        const PictureProgram& program = picture_program());

}  // namespace annealvi
