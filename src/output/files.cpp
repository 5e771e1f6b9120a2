// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/files.hpp"

#include "annealvi/config/config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <system_error>

namespace annealvi {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

// The process number keeps two programs that write to one folder apart.
std::filesystem::path temporary_name(const std::filesystem::path& file) {
  return folder_of(file) / fmt::format(".{}.{}.part", file.filename().string(), getpid());
}

// Removes the temporary file when writing does not come to its end.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

void ensure_writable_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = folder_of(file);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    throw ConfigError(fmt::format("cannot create the folder '{}' for results: {}", folder.string(),
                                  error ? error.message() : "a file has this name"));
  }
  if (file.filename().empty() || std::filesystem::is_directory(file)) {
    throw ConfigError(
        fmt::format("'{}' is a folder; give the name of a result in it", file.string()));
  }
  const TemporaryFile probe(temporary_name(file));
  if (!std::ofstream(probe.path())) {
    throw ConfigError(fmt::format("cannot write in the folder '{}'", folder.string()));
  }
}

void write_atomically(const std::filesystem::path& file, std::string_view text) {
  const TemporaryFile temporary(temporary_name(file));
  std::ofstream stream(temporary.path(), std::ios::binary);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();  // a full disk may show only here
  if (!stream) throw std::runtime_error(fmt::format("cannot write '{}'", file.string()));
  std::error_code error;
  std::filesystem::rename(temporary.path(), file, error);
  if (error) {
    throw std::runtime_error(fmt::format("cannot write '{}': {}", file.string(), error.message()));
  }
}

}  // namespace annealvi
