// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/pictures.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "config/printable.hpp"
#include "output/process.hpp"

#include <fmt/format.h>

#include <cstring>
#include <string_view>
#include <system_error>

namespace annealvi {
namespace {

namespace fs = std::filesystem;

std::atomic<const std::atomic<bool>*> interruption{nullptr};

/// Why nothing was drawn; empty when the module says that it drew.
std::string reason(const ProcessEnd& end, const PictureProgram& program) {
  switch (end.status) {
    case ProcessEnd::Status::not_started:
      return fmt::format(
          "cannot start {} ({}), pictures need Python 3 with matplotlib (package "
          "python3-matplotlib)",
          program.python, std::strerror(end.code));
    case ProcessEnd::Status::interrupted:
      return "interrupted";
    case ProcessEnd::Status::too_long:
      return "the drawing did not come to its end";
    case ProcessEnd::Status::killed:
      return fmt::format("the drawing was ended by signal {}", end.code);
    case ProcessEnd::Status::exited:
      break;
  }
  if (end.code == 0) return {};
  constexpr std::size_t longest = 300;
  constexpr std::string_view speaker = "annealvi.plot: ";
  std::string said = config::printable(end.output, longest);
  if (said.starts_with(speaker)) said.erase(0, speaker.size());
  while (said.ends_with('.') || said.ends_with(' ')) said.pop_back();
  return said.empty() ? fmt::format("{} ended with code {}", program.python, end.code) : said;
}

}  // namespace

PictureProgram picture_program() {
  constexpr const char* place = "annealvi/plot/__main__.py";
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed =
      (self.parent_path() / "../share/annealvi/python" / place).lexically_normal();
  return {fs::exists(ANNEALVI_PYTHON, error) ? ANNEALVI_PYTHON : "python3",
          fs::exists(installed, error) ? installed : fs::path(ANNEALVI_PYTHON_SOURCES) / place};
}

void end_drawing_when(const std::atomic<bool>* interrupted) {
  interruption = interrupted;
}

const std::atomic<bool>* drawing_interruption() {
  return interruption;
}

std::string draw_pictures(const fs::path& table, std::span<const fs::path> pictures,
                          const PictureProgram& program) {
  const fs::path folder = table.has_parent_path() ? table.parent_path() : fs::path(".");
  const std::string name = "./" + table.filename().string();
  // -I: nothing of the environment, of the current folder or of a user's packages.
  const std::vector<std::string> words{program.python, "-I", program.module.string(), name};
  ProcessJob job{.words = words, .folder = folder, .interrupted = drawing_interruption()};
  job.words.insert(job.words.end(), {"--format", "svg,png", "--force"});
  std::string failure = reason(run_process(job), program);
  for (const fs::path& picture : pictures) {
    if (!failure.empty()) break;
    const std::string defect = picture_defect(picture);
    if (!defect.empty()) {
      failure = fmt::format("{} {}; is the disk full?", picture.filename().string(), defect);
    }
  }
  if (failure.empty()) return {};
  std::string later;
  for (const std::string& word : words) later += ' ' + shell_word(word);
  return fmt::format("no picture: {}; the tables are saved, to draw later: cd -- {} &&{}", failure,
                     shell_word(folder.string()), later);
}

}  // namespace annealvi
