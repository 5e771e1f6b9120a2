// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Result files: a reader sees the whole file or none of it.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace annealvi {

/// A result that could not be saved, with its text: what was computed is not lost.
class UnsavedResult : public std::runtime_error {
 public:
  UnsavedResult(const std::string& message, std::string text)
      : std::runtime_error(message), text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A new file in the folder of `file`, under a name that nobody can guess, until `commit` gives it
/// the name of `file`; removed when that does not happen. Links are not followed. Permissions are
/// those of the umask.
class PendingFile {
 public:
  /// Throws std::runtime_error when it cannot be made.
  explicit PendingFile(std::filesystem::path file);
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile();

  /// Until `commit`; it ends as `file` does.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Throws std::runtime_error when not all of it could be written.
  void write(std::string_view text);
  /// Throws std::runtime_error; an older `file` is then untouched.
  void commit();

 private:
  [[noreturn]] void fail(int error) const;

  std::filesystem::path file_, path_;
  int descriptor_ = -1;
};

/// Whether a file has a name that PendingFile gives, and the module of the pictures: of a process
/// that was killed.
[[nodiscard]] bool is_pending_name(const std::filesystem::path& file);

/// Creates the folder that will hold `file` (parents too) and tries to write there, so that a job
/// that could not save its result stops before it computes. What processes of this user that were
/// killed a day ago or more left unfinished there is removed. Throws ConfigError naming the folder,
/// or the name when it is long or has control characters.
void ensure_writable_folder_of(const std::filesystem::path& file);

/// Writes `text` as a PendingFile. Throws UnsavedResult when that is impossible.
void write_atomically(const std::filesystem::path& file, const std::string& text);

/// Why `file`, drawn by another program, is no whole .svg or .png: half a sentence; empty when it
/// is one.
[[nodiscard]] std::string picture_defect(const std::filesystem::path& file);

/// A file of a job, to be found whole later.
struct FileRecord {
  std::string suffix;    ///< its name after the BASE of the job
  std::string checksum;  ///< CRC-64/XZ in hexadecimal; empty: a picture, which shows its own end

  [[nodiscard]] bool is_picture() const { return checksum.empty(); }
};
[[nodiscard]] FileRecord recorded(const std::filesystem::path& base, const std::string& suffix);
[[nodiscard]] bool is_whole(const FileRecord& record, const std::filesystem::path& base);

/// Whether nothing of a user is lost when `file` is replaced: it is empty, or begins as our tables,
/// JSON objects and designs do, or is a picture of ours that nobody edited, or a cut one beside a
/// table or JSON of ours with the same `base`.
[[nodiscard]] bool is_result_of_ours(const std::filesystem::path& file,
                                     const std::filesystem::path& base);

/// First words of a recommended configuration (BASE.toml of `annealvi design`): by them
/// `is_result_of_ours` knows what the program wrote.
inline constexpr std::string_view design_mark = "# annealvi design: ";

}  // namespace annealvi
