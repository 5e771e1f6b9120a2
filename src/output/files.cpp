// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/files.hpp"

#include "annealvi/config/config.hpp"
#include "config/printable.hpp"
#include "config/table_head.hpp"
#include "realnvp/checkpoint.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/crc.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <random>
#include <system_error>

namespace annealvi {
namespace {

constexpr std::string_view pending_prefix = ".annealvi-", pending_suffix = ".part";

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

/// Random, so that nobody can lay a link in its way and two programs with one process number, in
/// two containers, do not meet. Short whatever `file` is called.
std::filesystem::path pending_name(const std::filesystem::path& file) {
  std::random_device random;
  return folder_of(file) / fmt::format("{}{:08x}{:08x}{}{}", pending_prefix, random(), random(),
                                       pending_suffix, file.extension().string());
}

/// Removes what killed processes of this user left in `folder`: a living one needs its file for
/// moments.
void remove_abandoned(const std::filesystem::path& folder) {
  constexpr time_t day = 86400;
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    const std::filesystem::path& file = entries->path();
    struct stat info {};
    if (is_pending_name(file) && lstat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
        info.st_uid == geteuid() && info.st_mtime < std::time(nullptr) - day) {
      unlink(file.c_str());
    }
  }
}

/// The first `most` bytes, all of a shorter file.
std::string beginning(const std::filesystem::path& file, std::size_t most) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(most, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return bytes;
}

std::string all_bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool is_picture_name(const std::filesystem::path& file) {
  return file.extension() == ".svg" || file.extension() == ".png";
}

/// Whether a picture is as the module of the pictures left it: the CRC-32 of all that stands before
/// it follows a mark near the end (python/annealvi/plot/seal.py).
bool is_untouched_picture(const std::filesystem::path& file) {
  constexpr std::string_view mark = "annealvi.plot crc32:";
  constexpr std::size_t digits = 8, longest_end = 16;
  const std::string bytes = all_bytes(file);
  std::size_t place = bytes.rfind(mark);
  if (place == std::string::npos) return false;
  place += mark.size();
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), place);
  return bytes.size() <= place + digits + longest_end &&
         bytes.compare(place, digits, fmt::format("{:08x}", crc.checksum())) == 0;
}

/// Whether a text is ours by its beginning.
bool begins_as_ours(const std::filesystem::path& file) {
  constexpr std::size_t enough = 256;
  const std::string bytes = beginning(file, enough);
  return config::begins_as_table(bytes) || bytes.starts_with(design_mark) ||
         (bytes.starts_with("{\n  \"version\": \"") &&
          bytes.find("\n  \"config\": {") != std::string::npos);
}

}  // namespace

PendingFile::PendingFile(std::filesystem::path file) : file_(std::move(file)) {
  constexpr int tries = 16;
  for (int i = 0; i < tries && descriptor_ < 0; ++i) {
    path_ = pending_name(file_);
    constexpr mode_t all_but_umask = 0666;
    descriptor_ =
        open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, all_but_umask);
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ < 0) {
    path_.clear();
    fail(errno);
  }
}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!path_.empty()) unlink(path_.c_str());
}

void PendingFile::fail(int error) const {
  throw std::runtime_error(
      fmt::format("cannot write '{}': {}", file_.string(), std::strerror(error)));
}

void PendingFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail(count < 0 ? errno : ENOSPC);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void PendingFile::commit() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (close(descriptor) != 0) fail(errno);  // a full disk may show only here
  if (std::rename(path_.c_str(), file_.c_str()) != 0) fail(errno);
  path_.clear();
}

bool is_pending_name(const std::filesystem::path& file) {
  constexpr std::size_t digits = 16;
  const std::string whole = file.filename().string();
  std::string_view name = whole;
  if (!name.starts_with(pending_prefix)) return false;
  name.remove_prefix(pending_prefix.size());
  if (name.find_first_not_of("0123456789abcdef") != digits) return false;
  name.remove_prefix(digits);
  if (!name.starts_with(pending_suffix)) return false;
  name.remove_prefix(pending_suffix.size());
  return name.empty() || (name.front() == '.' && name.find('.', 1) == std::string_view::npos);
}

void ensure_writable_folder_of(const std::filesystem::path& file) {
  if (config::has_control_characters(file.string())) {
    throw ConfigError(fmt::format(
        "'{}' is not allowed as a name of a result: it has control characters", file.string()));
  }
  constexpr std::size_t longest = 230;  // of 255: what follows the BASE of a job is to fit, too
  if (file.filename().string().size() > longest) {
    throw ConfigError(fmt::format("'{}' is not allowed as a name of a result: at most {} bytes",
                                  file.filename().string(), longest));
  }
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
  try {
    PendingFile(file).write("a full disk takes a file, but no byte\n");
  } catch (const std::runtime_error& failure) {
    throw ConfigError(
        fmt::format("cannot write in the folder '{}': {}", folder.string(), failure.what()));
  }
  remove_abandoned(folder);
}

void write_atomically(const std::filesystem::path& file, const std::string& text) {
  try {
    PendingFile pending(file);
    pending.write(text);
    pending.commit();
  } catch (const std::runtime_error& failure) {
    throw UnsavedResult(failure.what(), text);
  }
}

std::string picture_defect(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return "is not there";
  const std::string bytes = all_bytes(file);
  if (bytes.empty()) return "is empty";
  using namespace std::string_view_literals;
  if (file.extension() == ".png") {
    constexpr auto end = "\0\0\0\0IEND\xAE\x42\x60\x82"sv;
    return bytes.starts_with("\x89PNG") && bytes.ends_with(end) ? "" : "is not complete";
  }
  const std::size_t last = bytes.find_last_not_of(" \n\r\t");
  return std::string_view(bytes).substr(0, last + 1).ends_with("</svg>") ? "" : "is not complete";
}

FileRecord recorded(const std::filesystem::path& base, const std::string& suffix) {
  const std::filesystem::path file = base.string() + suffix;
  return {suffix,
          is_picture_name(file) ? "" : fmt::format("{:016x}", realnvp::checksum(all_bytes(file)))};
}

bool is_whole(const FileRecord& record, const std::filesystem::path& base) {
  const std::filesystem::path file = base.string() + record.suffix;
  std::error_code error;
  if (record.is_picture()) return picture_defect(file).empty();
  return std::filesystem::is_regular_file(file, error) &&
         recorded(base, record.suffix).checksum == record.checksum;
}

bool is_result_of_ours(const std::filesystem::path& file, const std::filesystem::path& base) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return false;
  if (std::filesystem::is_empty(file, error) || begins_as_ours(file)) return true;
  if (!is_picture_name(file)) return false;
  if (picture_defect(file).empty()) return is_untouched_picture(file);
  return std::ranges::any_of(std::array{".csv", ".json"}, [&](const char* ending) {
    return begins_as_ours(base.string() + ending);
  });
}

}  // namespace annealvi
