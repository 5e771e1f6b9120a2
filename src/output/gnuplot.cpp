// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/gnuplot.hpp"

#include "annealvi/output/files.hpp"
#include "config/printable.hpp"
#include "output/process.hpp"

#include <fmt/format.h>

#include <cstring>
#include <memory>

namespace annealvi::gnuplot {
namespace {

/// `text` with every `from` replaced.
std::string with_replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// Why gnuplot drew nothing; empty when it says that it did.
std::string reason(const ProcessEnd& end) {
  switch (end.status) {
    case ProcessEnd::Status::not_started:
      return fmt::format("cannot start gnuplot ({}), it is in the package gnuplot-nox",
                         std::strerror(end.code));
    case ProcessEnd::Status::interrupted:
      return "interrupted";
    case ProcessEnd::Status::too_long:
      return "gnuplot did not come to its end";
    case ProcessEnd::Status::killed:
      return fmt::format("gnuplot was ended by signal {}", end.code);
    case ProcessEnd::Status::exited:
      break;
  }
  constexpr std::size_t longest = 160;  // gnuplot shows the line, a caret and the message
  return end.code == 0 ? ""
                       : fmt::format("gnuplot failed ({})", config::printable(end.output, longest));
}

}  // namespace

std::string quoted_text(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

std::string quoted_file(std::string_view name) {
  return quoted_text("./" + std::string(name));
}

std::string literal(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("_^{}@&~\\").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string preamble(std::string_view data_file, std::string_view script_file) {
  return fmt::format(
      "{}; change what you like and run, in this folder: gnuplot {}\n"
      "data = {}\n"
      "set encoding utf8\n"
      "set datafile separator ','\n"
      "set datafile missing NaN   # lines go on across rows that belong to something else\n"
      "\n"
      "set border 3 linecolor rgb '#404040' linewidth 1.2\n"
      "set tics out nomirror textcolor rgb '#202020'\n"
      "set grid linecolor rgb '#E4E4E4' linetype 1 linewidth 0.8\n"
      "\n",
      script_mark, quoted_file(script_file), quoted_file(data_file));
}

std::string heading(const std::string& title, const std::vector<std::string>& lines) {
  std::string text =
      fmt::format("set label {} at screen 0.02, 0.965 left textcolor rgb '#202020'\n",
                  quoted_text("{/:Bold=22 " + title + "}"));
  double height = 0.965;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    height -= 0.037;
    text += fmt::format("set label {} at screen 0.02, {:.3f} left textcolor rgb '#505050'\n",
                        quoted_text("{/=14 " + line + "}"), height);
  }
  return text;
}

std::string svg_terminal(std::string_view picture_file) {
  return fmt::format(
      "set terminal svg size 1200,800 dynamic enhanced font 'sans-serif,18' background rgb "
      "'white'\nset output {}\n",
      quoted_file(picture_file));
}

std::string png_terminal(std::string_view picture_file) {
  return fmt::format(
      "set terminal pngcairo size 1200,800 enhanced font 'DejaVu Sans,14' background rgb "
      "'white'\nset output {}\n",
      quoted_file(picture_file));
}

std::string draw(const std::filesystem::path& script, const std::string& text,
                 std::span<const std::filesystem::path> pictures) {
  const std::filesystem::path folder =
      script.has_parent_path() ? script.parent_path() : std::filesystem::path(".");
  std::string failure;
  try {
    std::string with_pending_names = text;
    std::vector<std::unique_ptr<PendingFile>> drawn;
    for (const auto& picture : pictures) {
      drawn.push_back(std::make_unique<PendingFile>(picture));
      with_pending_names =
          with_replaced(with_pending_names, quoted_file(picture.filename().string()),
                        quoted_file(drawn.back()->path().filename().string()));
    }
    PendingFile work(script);
    work.write(with_pending_names);
    // -d: no ~/.gnuplot of the user's.
    failure = reason(run_process(
        {.words = {"gnuplot", "-d", "./" + work.path().filename().string()}, .folder = folder}));
    for (std::size_t i = 0; i < drawn.size() && failure.empty(); ++i) {
      const std::string defect = picture_defect(drawn[i]->path());
      if (!defect.empty()) {
        failure = fmt::format("{} of gnuplot {}; is the disk full?",
                              pictures[i].filename().string(), defect);
      }
    }
    for (std::size_t i = 0; i < drawn.size() && failure.empty(); ++i) drawn[i]->commit();
  } catch (const std::runtime_error& error) {
    failure = error.what();
  }
  if (failure.empty()) return {};
  return fmt::format(
      "no picture: {}; data and script are saved, to draw later: cd -- {} && gnuplot {}", failure,
      shell_word(folder.string()), shell_word("./" + script.filename().string()));
}

}  // namespace annealvi::gnuplot
