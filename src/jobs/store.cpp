// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/store.hpp"

#include "jobs/database.hpp"
#include "jobs/hash.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>
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
  if (found.size() != schema.size() || !std::ranges::all_of(schema, ours))
    refuse(file, "has tables or triggers that annealvi did not make: it is not trusted");
}

std::uint64_t checksum_of(const std::string& hash, const StoredPart& part) {
  return short_hash(hash + std::to_string(part.first) + ":" + std::to_string(part.count) + ":" +
                    part.value) >>
         1;  // SQLite has signed integers
}

}  // namespace

Store::Store(std::filesystem::path file, Access access) : file_(std::move(file)) {
  std::error_code error;
  if (access == Access::read && !std::filesystem::exists(file_, error))
    refuse(file_, "does not exist");
  database_ = std::make_unique<Database>(file_, access == Access::write);
  make_or_check(*database_, file_, access == Access::write);
  if (access == Access::write) database_->set_journal();
}

Store::~Store() {
  (void)failure();
}

std::vector<StoredPart> Store::find(const TaskIdentity& task) {
  const std::scoped_lock lock(mutex_);
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
  write_pending();
}

void Store::write_pending() {
  if (pending_.empty()) return;
  try {
    database_->transaction([this] {
      for (const Pending& part : pending_) write(part);
    });
    pending_.clear();
    failure_.clear();
  } catch (const StoreError& error) {
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

void Store::absorb(Store& other) {
  std::vector<Pending> taken;
  {
    const std::scoped_lock lock(other.mutex_);
    Statement rows = other.database_->prepare(
        "SELECT part.task, first, count, value, checksum, seconds, machine, numerics_version, "
        "method, model FROM part JOIN task ON part.task = hash");
    while (rows.step()) {
      StoredPart part{rows.integer_at(1), rows.integer_at(2), rows.text_at(3)};
      TaskIdentity task{rows.text_at(9), rows.text_at(8), static_cast<int>(rows.integer_at(7))};
      const std::string hash = rows.text_at(0);
      if (task_hash(task) != hash || checksum_of(hash, part) != rows.integer_at(4)) {
        ++other.damaged_;
        continue;
      }
      taken.push_back({std::move(task), std::move(part), rows.number_at(5), rows.text_at(6)});
    }
  }
  const std::scoped_lock lock(mutex_);
  database_->transaction([&] {
    for (const Pending& part : taken) write(part);
  });
}

void Store::forget(const TaskIdentity& task) {
  const std::scoped_lock lock(mutex_);
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
  database_->transaction([&] {
    database_->run("DELETE FROM job");
    database_->prepare("INSERT INTO job VALUES (?, ?, ?, ?)")
        .text(job.command)
        .text(job.configuration)
        .integer(job.shard)
        .integer(job.shards)
        .step();
  });
}

std::optional<StoredJob> Store::job() {
  const std::scoped_lock lock(mutex_);
  Statement row = database_->prepare("SELECT command, configuration, shard, shards FROM job");
  if (!row.step()) return std::nullopt;
  return StoredJob{row.text_at(0), row.text_at(1), row.integer_at(2), row.integer_at(3)};
}

std::vector<StoredTask> Store::tasks() {
  const std::scoped_lock lock(mutex_);
  std::vector<StoredTask> all;
  Statement rows = database_->prepare(
      "SELECT model, method, numerics_version, count(part.task), ifnull(sum(part.count), 0), "
      "ifnull(sum(length(value)), 0), ifnull(sum(seconds), 0.0), ifnull(group_concat(DISTINCT "
      "replace(machine, ',', ';')), '') FROM task LEFT JOIN part ON task = hash GROUP BY hash "
      "ORDER BY model, method, numerics_version");
  while (rows.step()) {
    StoredTask task{
        .task = {rows.text_at(0), rows.text_at(1), static_cast<int>(rows.integer_at(2))},
        .parts = rows.integer_at(3),
        .items = rows.integer_at(4),
        .bytes = rows.integer_at(5),
        .seconds = rows.number_at(6),
        .machines = {}};
    std::string machines = rows.text_at(7);
    for (std::size_t end = 0; !machines.empty(); machines.erase(0, end + 1)) {
      end = std::min(machines.find(','), machines.size() - 1);
      const std::size_t size = machines[end] == ',' ? end : end + 1;
      task.machines.push_back(machines.substr(0, size));
    }
    all.push_back(std::move(task));
  }
  return all;
}

std::string Store::defect() {
  const std::scoped_lock lock(mutex_);
  Statement check = database_->prepare("PRAGMA integrity_check(1)");
  const std::string found = check.step() ? check.text_at(0) : "no answer";
  return found == "ok" ? "" : found;
}

std::uint64_t Store::prune(int numerics_version) {
  std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>> useless;
  const std::scoped_lock lock(mutex_);
  {
    Statement rows = database_->prepare(
        "SELECT part.task, first, count, value, checksum, numerics_version, method, model FROM "
        "part LEFT JOIN task ON part.task = hash");
    while (rows.step()) {
      const std::string hash = rows.text_at(0);
      const StoredPart part{rows.integer_at(1), rows.integer_at(2), rows.text_at(3)};
      const TaskIdentity task{rows.text_at(7), rows.text_at(6),
                              static_cast<int>(rows.integer_at(5))};
      if (rows.integer_at(4) == checksum_of(hash, part) && task_hash(task) == hash &&
          task.numerics_version == numerics_version)
        continue;
      useless.emplace_back(hash, part.first, part.count);
    }
  }
  database_->transaction([&] {
    for (const auto& [hash, first, count] : useless)
      database_->prepare("DELETE FROM part WHERE task = ? AND first = ? AND count = ?")
          .bytes(hash)
          .integer(first)
          .integer(count)
          .step();
    database_->run("DELETE FROM task WHERE hash NOT IN (SELECT task FROM part)");
  });
  database_->run("VACUUM");
  return useless.size();
}

}  // namespace annealvi
