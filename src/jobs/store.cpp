// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/store.hpp"

#include "jobs/checksum.hpp"
#include "jobs/database.hpp"
#include "jobs/hash.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace annealvi {
namespace {

/// "anvi": by this the tool `file` and we know a store.
constexpr std::uint64_t application_id = 0x616e7669;

/// Name and statement of every table: a store has these, word for word, and nothing else.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> schema{{
    {"about", "CREATE TABLE about (format_version INTEGER NOT NULL)"},
    {"job",
     "CREATE TABLE job (command TEXT NOT NULL, configuration TEXT NOT NULL, shard INTEGER NOT "
     "NULL, shards INTEGER NOT NULL)"},
    {"part",
     "CREATE TABLE part (task BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, "
     "value BLOB NOT NULL, checksum INTEGER NOT NULL, seconds REAL NOT NULL, machine TEXT NOT "
     "NULL, PRIMARY KEY (task, first, count)) WITHOUT ROWID"},
    {"task",
     "CREATE TABLE task (hash BLOB PRIMARY KEY, method TEXT NOT NULL, numerics_version INTEGER "
     "NOT NULL, model TEXT NOT NULL) WITHOUT ROWID"},
}};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
  throw StoreError("the store '" + file.string() + "' " + reason);
}

/// A new file becomes a store; anything else must be one.
void make_or_check(Database& database, const std::filesystem::path& file, bool write) {
  const auto objects = [&] {
    std::set<std::pair<std::string, std::string>> found;
    Statement rows = database.prepare("SELECT name, sql FROM sqlite_schema");
    while (rows.step()) found.emplace(rows.text_at(0), rows.text_at(1));
    return found;
  };
  if (write && objects().empty()) {
    database.transaction([&] {
      if (!objects().empty()) return;  // another job was faster
      for (const auto& [name, statement] : schema) database.run(statement);
      database.prepare("INSERT INTO about VALUES (?)")
          .integer(std::uint64_t{Store::format_version})
          .step();
      database.run("PRAGMA application_id=" + std::to_string(application_id));
    });
  }
  Statement id = database.prepare("PRAGMA application_id");
  if (!id.step() || id.integer_at(0) != application_id)
    refuse(file, "is no store of annealvi: give another name, it is left as it is");
  const std::set<std::pair<std::string, std::string>> found = objects();
  const auto ours = [&](const auto& table) {
    return found.contains({std::string(table.first), std::string(table.second)});
  };
  Statement version = database.prepare("SELECT format_version FROM about");
  if (version.step() && version.integer_at(0) != std::uint64_t{Store::format_version})
    refuse(file, "has format_version " + version.text_at(0) + ", and this annealvi knows " +
                     std::to_string(Store::format_version) + ": give another store");
  if (found.size() != schema.size() || !std::all_of(schema.begin(), schema.end(), ours))
    refuse(file, "has tables or triggers that annealvi did not make: it is not trusted");
}

}  // namespace

std::uint64_t checksum_of(const std::string& hash, const StoredPart& part) {
  return short_hash(hash + std::to_string(part.first) + ":" + std::to_string(part.count) + ":" +
                    part.value) >>
         1;  // SQLite has signed integers
}

Store::Store(std::filesystem::path file, Access access)
    : file_(std::move(file)), writes_(access == Access::write) {
  if (!is_there() && !writes_) refuse(file_, "does not exist");
}

void Store::open() {
  std::error_code error;
  const bool is_new = !std::filesystem::exists(file_, error);
  try {
    auto database = std::make_unique<Database>(file_, writes_);
    make_or_check(*database, file_, writes_);
    if (writes_) database->set_journal();
    database_ = std::move(database);
  } catch (const StoreError&) {
    if (is_new && std::filesystem::is_empty(file_, error)) std::filesystem::remove(file_, error);
    throw;
  }
}

/// Another job may have made it in the meantime.
bool Store::is_there() {
  std::error_code error;
  if (!database_ && std::filesystem::exists(file_, error)) open();
  return database_ != nullptr;
}

Store::~Store() {
  (void)failure();
}

std::vector<StoredPart> Store::find(const TaskIdentity& task) {
  const std::scoped_lock lock(mutex_);
  if (!is_there()) return {};
  const std::string hash = task_hash(task);
  Statement known =
      database_->prepare("SELECT method, numerics_version, model FROM task WHERE hash = ?");
  known.bytes(hash);
  if (!known.step()) return {};
  const TaskIdentity stored{.model = known.text_at(2),
                            .method = known.text_at(0),
                            .numerics_version = static_cast<int>(known.integer_at(1))};
  if (stored != task) {  // the model was changed in the file
    ++damaged_;
    return {};
  }
  std::vector<StoredPart> parts;
  Statement rows = database_->prepare(
      "SELECT first, count, value, checksum FROM part WHERE task = ? ORDER BY first, count DESC");
  rows.bytes(hash);
  while (rows.step()) {
    StoredPart part{rows.integer_at(0), rows.integer_at(1), rows.text_at(2)};
    if (rows.integer_at(3) == checksum_of(hash, part)) {
      parts.push_back(std::move(part));
    } else {
      ++damaged_;
    }
  }
  return parts;
}

void Store::save(const TaskIdentity& task, StoredPart part, double seconds,
                 const std::string& machine) {
  const std::scoped_lock lock(mutex_);
  pending_.push_back({task, std::move(part), seconds, machine});
  if (failure_.empty() || std::chrono::steady_clock::now() > next_try_) write_pending();
}

void Store::write_pending() {
  // A job that has computed nothing leaves no file, a shard does.
  const bool job_counts = new_job_ && (database_ || new_job_->shards > 1);
  if (pending_.empty() && !job_counts) return;
  try {
    if (!database_) open();
    database_->transaction([this] {
      if (new_job_) write_job();
      for (const Pending& part : pending_) write(part);
    });
    pending_.clear();
    new_job_.reset();
    failure_.clear();
  } catch (const StoreError& error) {
    // A lock is waited for, and the job is not to wait for it with every part.
    constexpr auto until_next_try = std::chrono::seconds(30);
    next_try_ = std::chrono::steady_clock::now() + until_next_try;
    failure_ = error.what();
  }
}

void Store::write(const Pending& pending) {
  const auto& [task, part, seconds, machine] = pending;
  const std::string hash = task_hash(task);
  // REPLACE: what is there may be damaged.
  database_->prepare("INSERT OR REPLACE INTO task VALUES (?, ?, ?, ?)")
      .bytes(hash)
      .text(task.method)
      .integer(static_cast<std::uint64_t>(task.numerics_version))
      .text(task.model)
      .step();
  database_->prepare("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bytes(hash)
      .integer(part.first)
      .integer(part.count)
      .bytes(part.value)
      .integer(checksum_of(hash, part))
      .number(seconds)
      .text(machine)
      .step();
}

void Store::forget(const TaskIdentity& task) {
  const std::scoped_lock lock(mutex_);
  if (is_there())
    database_->prepare("DELETE FROM part WHERE task = ?").bytes(task_hash(task)).step();
}

std::string Store::failure() {
  const std::scoped_lock lock(mutex_);
  write_pending();
  return failure_;
}

std::uint64_t Store::damaged_parts() {
  const std::scoped_lock lock(mutex_);
  return damaged_;
}

void Store::set_job(const StoredJob& job) {
  const std::scoped_lock lock(mutex_);
  new_job_ = job;
  write_pending();
}

void Store::write_job() {
  database_->run("DELETE FROM job");
  database_->prepare("INSERT INTO job VALUES (?, ?, ?, ?)")
      .text(new_job_->command)
      .text(new_job_->configuration)
      .integer(new_job_->shard)
      .integer(new_job_->shards)
      .step();
}

std::optional<StoredJob> Store::job() {
  const std::scoped_lock lock(mutex_);
  if (!is_there()) return std::nullopt;
  Statement row = database_->prepare("SELECT command, configuration, shard, shards FROM job");
  if (!row.step()) return std::nullopt;
  return StoredJob{row.text_at(0), row.text_at(1), row.integer_at(2), row.integer_at(3)};
}

}  // namespace annealvi
