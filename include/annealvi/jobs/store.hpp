// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Results of tasks in an SQLite file, so that a job that ended early, or another job, takes from
// there what has been computed: docs/cluster.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace annealvi {

/// A file that cannot be used as a store, or no longer; says which, and what to do.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Everything that decides a value, and nothing else.
struct TaskIdentity {
  std::string model;     ///< the keys that matter and are not at their default, as TOML
  std::string method;    ///< "sharp", "flow", ...
  int numerics_version;  ///< of the code that computes it

  friend bool operator==(const TaskIdentity&, const TaskIdentity&) = default;
};

/// XXH3, 128 bits, of all of it: 16 bytes, the same on every machine.
[[nodiscard]] std::string task_hash(const TaskIdentity& task);
[[nodiscard]] std::string hexadecimal(const std::string& bytes);

/// A part of the value of a task: `count` items from `first` on (runs; 0 and 1 for a number).
struct StoredPart {
  std::uint64_t first = 0, count = 1;
  std::string value;
};

/// What a store says about one task.
struct StoredTask {
  TaskIdentity task;
  std::uint64_t parts = 0, items = 0, bytes = 0;
  double seconds = 0.0;               ///< of computing
  std::vector<std::string> machines;  ///< kinds of processors that computed it
};

/// The job that a store was made for: what `annealvi merge` assembles.
struct StoredJob {
  std::string command;        ///< "sweep"
  std::string configuration;  ///< TOML
  std::uint64_t shard = 1, shards = 1;
};

/// The kind of processor that this program runs on: "x86_64, AVX2, FMA".
[[nodiscard]] const std::string& machine_kind();

class Database;

/// All members may be called from any thread. Several programs may write one store at once.
class Store {
 public:
  enum class Access { write, read };
  inline static constexpr int format_version = 1;

  /// Opens `file`; one that is not there is made when there is something to keep. A file from
  /// elsewhere is not trusted: anything but our own tables is refused. Throws StoreError.
  explicit Store(std::filesystem::path file, Access access = Access::write);
  ~Store();  ///< writes what could not be written before, if it can

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// The parts of a task, by `first`. Damaged ones are left out and counted. Throws StoreError.
  [[nodiscard]] std::vector<StoredPart> find(const TaskIdentity& task);
  /// Keeps a part, on the disk when this returns. A store that cannot be written (a full disk, a
  /// lock) keeps it in memory and tries again now and then with the next one: see `failure`.
  /// `machine`: the kind that computed it, in `seconds`.
  void save(const TaskIdentity& task, StoredPart part, double seconds,
            const std::string& machine = machine_kind());
  /// Takes all parts of `other` that are whole. Throws StoreError.
  void absorb(Store& other);
  /// Drops all parts of `task`.
  void forget(const TaskIdentity& task);

  /// Why parts are not on the disk, one sentence; empty: all are. Tries once more.
  [[nodiscard]] std::string failure();
  [[nodiscard]] std::uint64_t damaged_parts();

  /// Of a shard, written at once, so that even one without tasks has a file; else with the first
  /// part. What fails, fails as in `save`.
  void set_job(const StoredJob& job);
  [[nodiscard]] std::optional<StoredJob> job();

  /// By model and method. Throws StoreError.
  [[nodiscard]] std::vector<StoredTask> tasks();
  /// What SQLite itself finds wrong with the file; empty: nothing.
  [[nodiscard]] std::string defect();
  /// Drops tasks of other numerics versions, and damaged parts. The number of parts.
  std::uint64_t prune(int version_kept);

 private:
  struct Pending {
    TaskIdentity task;
    StoredPart part;
    double seconds;
    std::string machine;
  };

  void open();
  [[nodiscard]] bool is_there();
  void write(const Pending& part);
  void write_job();
  void write_pending();

  std::filesystem::path file_;
  bool writes_;
  std::mutex mutex_;                    ///< guards what follows
  std::unique_ptr<Database> database_;  ///< null: the file is not there yet
  std::optional<StoredJob> new_job_;    ///< to be written
  std::chrono::steady_clock::time_point next_try_;
  std::vector<Pending> pending_;
  std::string failure_;
  std::uint64_t damaged_ = 0;
};

}  // namespace annealvi
