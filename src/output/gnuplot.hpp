// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What every picture shares: text that gnuplot takes literally, colours, terminals, running it.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi::gnuplot {

/// Colours that colour-blind readers can tell apart (Okabe and Ito 2008), without their yellow,
/// which is too light on white.
inline constexpr std::array<std::string_view, 7> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                         "#E69F00", "#56B4E9", "#000000"};

/// 'text' as a gnuplot string, quotes doubled. Enhanced-text markup inside stays active.
[[nodiscard]] std::string quoted_text(std::string_view text);
/// The name of a file in the folder of the script, as a gnuplot string: gnuplot would run a name
/// that begins with < or |, and takes - and + for something else.
[[nodiscard]] std::string quoted_file(std::string_view name);
/// `text` with the characters of enhanced-text markup escaped, to be shown as it is.
[[nodiscard]] std::string literal(std::string_view text);

/// Head of a script: what it is, how to run it, encoding, input format, style of axes and grid.
/// Names of files may be anything without a line break: they are names to gnuplot, never commands.
[[nodiscard]] std::string preamble(std::string_view data_file, std::string_view script_file);

/// A bold title and smaller lines below it (empty ones are left out), at the top of the picture, in
/// enhanced-text markup. Labels in place of `set title`, which is centred and clips long lines.
[[nodiscard]] std::string heading(const std::string& title, const std::vector<std::string>& lines);

/// The lines that select a terminal and an output file of 1200 x 800 pixels.
[[nodiscard]] std::string svg_terminal(std::string_view picture_file);
[[nodiscard]] std::string png_terminal(std::string_view picture_file);

/// Runs gnuplot on `text`, saved as `script`, in its folder. The pictures that the script names
/// appear whole, all of them, or not at all. Empty when it drew, else one sentence for people that
/// says why not.
[[nodiscard]] std::string draw(const std::filesystem::path& script, const std::string& text,
                               std::span<const std::filesystem::path> pictures);

}  // namespace annealvi::gnuplot
