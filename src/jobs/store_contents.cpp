// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// All of a store at once: what is in it, taken into another one, or dropped.
#include "annealvi/jobs/store.hpp"
#include "jobs/checksum.hpp"
#include "jobs/database.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace annealvi {

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
  if (!database_) open();
  database_->transaction([&] {
    for (const Pending& part : taken) write(part);
  });
}

std::vector<StoredTask> Store::tasks() {
  const std::scoped_lock lock(mutex_);
  std::vector<StoredTask> all;
  if (!is_there()) return all;
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
  if (!is_there()) return "";
  Statement check = database_->prepare("PRAGMA integrity_check(1)");
  const std::string found = check.step() ? check.text_at(0) : "no answer";
  return found == "ok" ? "" : found;
}

std::uint64_t Store::prune(int version_kept) {
  std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>> useless;
  const std::scoped_lock lock(mutex_);
  if (!is_there()) return 0;
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
          task.numerics_version == version_kept)
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
