// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/practice.hpp"

#include "output/pictures.hpp"

#include <fmt/format.h>

#include <cstring>
#include <string_view>
#include <system_error>

namespace annealvi {
namespace {

namespace fs = std::filesystem;

/// The package in `folder` with its compiled module.
bool is_complete(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "annealvi/practice/__main__.py", error)) return false;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "annealvi", error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("_core.") && name.ends_with(".so")) return true;
  }
  return false;
}

/// lib/python3.*/dist-packages and site-packages below a prefix.
std::vector<fs::path> package_folders(const fs::path& prefix) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(prefix / "lib", error)) {
    if (!entry.path().filename().string().starts_with("python3")) continue;
    folders.push_back(entry.path() / "dist-packages");
    folders.push_back(entry.path() / "site-packages");
  }
  return folders;
}

}  // namespace

std::vector<std::string> practice_words(const fs::path& program) {
  // -I: nothing of the environment, of the current folder or of a user's packages.
  std::vector<std::string> words{picture_program().python, "-I"};
  std::vector<fs::path> folders{program.parent_path() / "python"};
  for (const fs::path& folder : package_folders(program.parent_path().parent_path())) {
    folders.push_back(folder);
  }
  for (const fs::path& folder : folders) {
    if (!is_complete(folder)) continue;
    words.push_back((folder / "annealvi/practice/__main__.py").string());
    return words;
  }
  words.insert(words.end(), {"-m", "annealvi.practice"});
  return words;
}

ProcessEnd run_practice(const std::vector<std::string>& arguments,
                        const std::atomic<bool>* interrupted) {
  std::error_code error;
  ProcessJob job{.words = practice_words(fs::read_symlink("/proc/self/exe", error)),
                 .most_output = std::size_t{1} << 26,
                 .time_limit = std::chrono::hours(24),  // a search for modes may be long
                 .interrupted = interrupted};
  job.words.insert(job.words.end(), arguments.begin(), arguments.end());
  return run_process(job);
}

std::string practice_failure(const ProcessEnd& end) {
  if (end.succeeded()) return {};
  switch (end.status) {
    case ProcessEnd::Status::not_started:
      return fmt::format("advise needs Python 3 with NumPy, which cannot be started ({})",
                         std::strerror(end.code));
    case ProcessEnd::Status::interrupted:
      return "interrupted";
    case ProcessEnd::Status::killed:
      return fmt::format("advise was ended by signal {}", end.code);
    case ProcessEnd::Status::too_long:
      return "advise did not come to its end";
    case ProcessEnd::Status::exited:
      break;
  }
  if (end.output.find("No module named annealvi") != std::string::npos) {
    return "advise needs the Python package annealvi, which is not installed: scripts/python.sh or "
           "`pip install .` builds it";
  }
  constexpr std::string_view speaker = "annealvi advise: ";
  std::string said = end.output;
  while (said.ends_with('\n')) said.pop_back();
  said.erase(0, said.rfind('\n') + 1);  // the last line; npos + 1 is 0
  if (said.starts_with(speaker)) said.erase(0, speaker.size());
  return said.empty() ? fmt::format("advise ended with code {}", end.code) : said;
}

}  // namespace annealvi
