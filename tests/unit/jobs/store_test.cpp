// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

namespace annealvi {
namespace {

using test::TemporaryFolder;

const TaskIdentity one{
    .model = "[target]\nseparation = 2.5\n", .method = "flow", .numerics_version = 1};

/// What a person with the tool sqlite3 may do to a file.
void do_sql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
  const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(connection);
  REQUIRE_MESSAGE(code == SQLITE_OK, sql);
}

std::string refusal(const std::filesystem::path& file,
                    Store::Access access = Store::Access::write) {
  try {
    Store store(file, access);
  } catch (const StoreError& error) {
    return error.what();
  }
  return {};
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the hash of a task is the same on every machine and in every version") {
  // Written down once: another value makes every store useless.
  CHECK(hexadecimal(task_hash(one)) == "c96817aa11ebae846f45ea3d867ec0d7");
}

TEST_CASE("every part of the identity of a task changes its hash") {
  TaskIdentity other = one;
  other.model += " ";
  CHECK(task_hash(other) != task_hash(one));
  other = one;
  other.method = "reduced";
  CHECK(task_hash(other) != task_hash(one));
  other = one;
  other.numerics_version = 2;
  CHECK(task_hash(other) != task_hash(one));
}

TEST_CASE("a store gives back what was saved, bytes and all, after it was closed") {
  const TemporaryFolder folder;
  const std::string value("a\0b\xff", 4);
  {
    Store store(folder.path() / "a store%.sqlite");
    store.save(one, {256, 44, value}, 0.5);
    store.save(one, {0, 256, ""}, 0.5);
    CHECK(store.failure().empty());
  }
  Store store(folder.path() / "a store%.sqlite");
  const auto parts = store.find(one);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].first == 0);
  CHECK(parts[0].value.empty());
  CHECK(parts[1].count == 44);
  CHECK(parts[1].value == value);
  TaskIdentity other = one;
  other.numerics_version = 7;
  CHECK(store.find(other).empty());
  const auto tasks = store.tasks();
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].task == one);
  CHECK(tasks[0].items == 300);
  CHECK(tasks[0].machines.size() == 1);
  store.forget(one);
  CHECK(store.find(one).empty());
}

TEST_CASE("two stores on one file see each other and do not wait for ever") {
  const TemporaryFolder folder;
  const auto fill = [&](std::uint64_t begin) {
    Store store(folder.path() / "store.sqlite");
    for (std::uint64_t n = begin; n < begin + 200; ++n) store.save(one, {n, 1, "x"}, 0.0);
    CHECK(store.failure().empty());
  };
  { const std::jthread first(fill, 0), second(fill, 200); }
  CHECK(Store(folder.path() / "store.sqlite").find(one).size() == 400);
}

TEST_CASE("a killed program loses nothing that was saved") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.sqlite";
  const pid_t child = fork();
  if (child == 0) {
    Store store(file);
    for (std::uint64_t n = 0; n < 50; ++n) store.save(one, {n, 1, "x"}, 0.0);
    (void)raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  CHECK(Store(file).find(one).size() == 50);
}

TEST_CASE("what is no store is refused in one sentence and left as it is") {
  const TemporaryFolder folder;
  const std::string text =
      folder.file("notes.txt", "notes that are long enough for a header " + std::string(200, '.'));
  CHECK(says(refusal(text), "is no store of annealvi"));
  CHECK(test::read_file(text).starts_with("notes that"));

  const std::filesystem::path foreign = folder.path() / "foreign.sqlite";
  do_sql(foreign, "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
  const std::string before = test::read_file(foreign);
  CHECK(says(refusal(foreign), "is no store of annealvi"));
  CHECK(test::read_file(foreign) == before);

  CHECK(says(refusal(folder.path()), "is a folder"));
  CHECK(says(refusal(folder.path() / "none.sqlite", Store::Access::read), "does not exist"));

  Store nowhere("/nowhere/at/all/store.sqlite");  // found out when there is something to keep
  nowhere.save(one, {0, 1, "x"}, 0.0);
  CHECK(says(nowhere.failure(), "cannot be opened"));
}

TEST_CASE("a store has a file when it has something to keep, or is that of a shard") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.sqlite";
  {
    Store store(file);
    store.set_job({"sweep", "", 1, 1});
    CHECK(store.find(one).empty());
  }
  CHECK_FALSE(std::filesystem::exists(file));
  { Store(file).set_job({"sweep", "", 1, 2}); }
  CHECK(Store(file, Store::Access::read).job()->shards == 2);
}

TEST_CASE("a store of another format, or with anything of somebody else in it, is refused") {
  const TemporaryFolder folder;
  const auto changed = [&](const std::string& name, const std::string& sql) {
    const std::filesystem::path file = folder.path() / name;
    { Store(file).save(one, {0, 1, "x"}, 0.0); }
    do_sql(file, sql);
    return refusal(file);
  };
  CHECK(says(changed("later", "UPDATE about SET format_version = 2"), "has format_version 2"));
  CHECK(
      says(changed("trigger", "CREATE TRIGGER t AFTER INSERT ON part BEGIN DELETE FROM part; END"),
           "it is not trusted"));
  CHECK(says(changed("view", "CREATE VIEW v AS SELECT * FROM part"), "it is not trusted"));
  CHECK(says(changed("column", "ALTER TABLE part ADD COLUMN more"), "it is not trusted"));
}

TEST_CASE("a damaged part counts as not there, is counted, and goes when the store is pruned") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.sqlite";
  {
    Store store(file);
    for (std::uint64_t n = 0; n < 3; ++n) store.save(one, {n, 1, "value"}, 0.0);
  }
  do_sql(file, "UPDATE part SET value = x'00' WHERE first = 1");
  Store store(file);
  CHECK(store.find(one).size() == 2);
  CHECK(store.damaged_parts() == 1);
  store.save(one, {1, 1, "value"}, 0.0);
  CHECK(store.find(one).size() == 3);
  do_sql(file, "UPDATE task SET model = 'another'");
  CHECK(store.find(one).empty());
  CHECK(store.prune(1) == 3);
  CHECK(store.tasks().empty());
}

TEST_CASE("tasks of other versions go when the store is pruned") {
  const TemporaryFolder folder;
  Store store(folder.path() / "store.sqlite");
  TaskIdentity earlier = one;
  earlier.numerics_version = 0;
  store.save(earlier, {0, 1, "x"}, 0.0);
  store.save(one, {0, 1, "x"}, 0.0);
  CHECK(store.prune(1) == 1);
  CHECK(store.find(one).size() == 1);
  CHECK(store.find(earlier).empty());
}

TEST_CASE("a store whose pages were overwritten is damaged, not foreign") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.sqlite";
  {
    Store store(file);
    for (std::uint64_t n = 0; n < 100; ++n) store.save(one, {n, 1, std::string(500, '0')}, 0.0);
  }
  std::string bytes = test::read_file(file);
  for (std::size_t i = 8192; i < bytes.size(); ++i) bytes[i] = '#';
  (void)folder.file("store.sqlite", bytes);
  const auto told = [&] {
    try {
      Store store(file);
      (void)store.find(one);
      (void)store.tasks();
      return store.defect();
    } catch (const StoreError& error) {
      return std::string(error.what());
    }
  }();
  CHECK_MESSAGE(says(told, "is damaged"), told);
}

TEST_CASE("a job and its shard are kept") {
  const TemporaryFolder folder;
  Store store(folder.path() / "store.sqlite");
  CHECK_FALSE(store.job());
  store.save(one, {0, 1, "x"}, 0.0);
  store.set_job({"curve", "first", 1, 2});
  store.set_job({"sweep", "[sweep]\n", 2, 3});
  const auto job = store.job();
  REQUIRE(job);
  CHECK(job->command == "sweep");
  CHECK(job->configuration == "[sweep]\n");
  CHECK(job->shard == 2);
  CHECK(job->shards == 3);
}

TEST_CASE("a store that nobody can write can still be read") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.sqlite";
  { Store(file).save(one, {0, 1, "x"}, 0.0); }
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  CHECK(Store(file, Store::Access::read).find(one).size() == 1);
  if (geteuid() != 0) CHECK(says(refusal(file), "read-only"));  // root may write all the same
}

}  // namespace annealvi
