// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "jobs/database.hpp"

#include <sqlite3.h>
#include <sys/vfs.h>

#include <array>
#include <cstring>
#include <system_error>

namespace annealvi {
namespace {

/// Another program that writes the same store is done within milliseconds.
constexpr int patience = 20'000;  // milliseconds

[[noreturn]] void fail(const std::filesystem::path& file, int code, sqlite3* connection) {
  const std::string name = "the store '" + file.string() + "' ";
  const int system_error = connection == nullptr ? 0 : sqlite3_system_errno(connection);
  const std::string cause =
      system_error == 0 ? sqlite3_errstr(code) : std::generic_category().message(system_error);
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      throw StoreError(name + "is no store of annealvi: give another name, it is left as it is");
    case SQLITE_CORRUPT:
      throw StoreError(name +
                       "is damaged: move it away and repeat the job, which then computes anew "
                       "(annealvi store FILE --verify tells what is left)");
    case SQLITE_FULL:
      throw StoreError(name + "cannot be written: the disk is full");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw StoreError(name + "is locked by another program: wait for that, or give another store");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw StoreError(name + "cannot be written: it, or its folder, is read-only");
    case SQLITE_CANTOPEN:
      throw StoreError(name + "cannot be opened: " + cause);
    default:
      throw StoreError(name + "cannot be used: " + cause);
  }
}

/// Where several machines may write: shared memory beside the file would not reach the others.
bool on_network_disk(const std::filesystem::path& file) {
  struct statfs disk {};
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (statfs(folder.c_str(), &disk) != 0) return true;
  constexpr std::array<std::uint32_t, 9> network{
      0x6969,      // NFS
      0x517b,      // SMB
      0xff534d42,  // CIFS
      0xfe534d42,  // SMB2
      0x0bd00bd0,  // Lustre
      0x47504653,  // GPFS
      0x65735546,  // FUSE
      0x19830326,  // BeeGFS
      0x00c36400,  // Ceph
  };
  for (const std::uint32_t kind : network)
    if (static_cast<std::uint32_t>(disk.f_type) == kind) return true;
  return false;
}

std::string uri_of(const std::filesystem::path& file, std::string_view query) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string uri = "file:";
  for (const char c : file.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::strchr("/._-", c) != nullptr) {
      uri += c;
    } else {
      uri += {'%', digits[byte >> 4], digits[byte & 15U]};
    }
  }
  return uri + std::string(query);
}

}  // namespace

Statement::Statement(sqlite3* connection, const std::filesystem::path& file, std::string_view sql)
    : connection_(connection), file_(file) {
  const int code = sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()),
                                      &statement_, nullptr);
  if (code != SQLITE_OK) fail(file, code, connection);
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::text(std::string_view value) {
  sqlite3_bind_text64(statement_, ++values_, value.data(), value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  return *this;
}

Statement& Statement::bytes(std::string_view value) {
  sqlite3_bind_blob64(statement_, ++values_, value.data(), value.size(), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::integer(std::uint64_t value) {
  sqlite3_bind_int64(statement_, ++values_, static_cast<sqlite3_int64>(value));
  return *this;
}

Statement& Statement::number(double value) {
  sqlite3_bind_double(statement_, ++values_, value);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(file_, code, connection_);
  return false;
}

std::string Statement::text_at(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::uint64_t Statement::integer_at(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

double Statement::number_at(int column) const {
  return sqlite3_column_double(statement_, column);
}

Database::Database(const std::filesystem::path& file, bool write) : file_(file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw StoreError("the store '" + file.string() + "' is a folder: the name of a file is needed");
  try {
    const int mode = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    open(uri_of(file, ""), mode);
    distrust();
    if (write) {
      if (sqlite3_db_readonly(connection_, "main") == 1) fail(file_, SQLITE_READONLY, connection_);
      run("BEGIN IMMEDIATE");
      run("ROLLBACK");
      return;
    }
    try {
      (void)prepare("SELECT count(*) FROM sqlite_schema").step();
    } catch (const StoreError&) {
      // A store in a read-only folder cannot have its shared memory beside it; nobody writes there.
      if (sqlite3_errcode(connection_) != SQLITE_CANTOPEN) throw;
      sqlite3_close(connection_);
      open(uri_of(file, "?immutable=1"), mode);
      distrust();
    }
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

Database::~Database() {
  sqlite3_close(connection_);
}

void Database::open(const std::string& name, int flags) {
  connection_ = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &connection_,
                                   flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) fail(file_, code, connection_);
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_timeout(connection_, patience);
}

void Database::distrust() {
  for (const auto& [option, value] :
       {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0}})
    sqlite3_db_config(connection_, option, value, nullptr);
  run("PRAGMA trusted_schema=OFF");
  run("PRAGMA cell_size_check=ON");
  run("PRAGMA mmap_size=0");
}

void Database::set_journal() {
  if (on_network_disk(file_)) {
    run("PRAGMA journal_mode=DELETE");
    return;
  }
  run("PRAGMA journal_mode=WAL");
  // A commit that a power failure may undo costs 0.1 ms, one on the disk for sure 10 ms; a program
  // that is killed loses neither.
  run("PRAGMA synchronous=NORMAL");
}

void Database::run(std::string_view sql) {
  Statement statement = prepare(sql);
  while (statement.step()) {
  }
}

void Database::transaction(const std::function<void()>& work) {
  run("BEGIN IMMEDIATE");
  try {
    work();
    run("COMMIT");
  } catch (...) {
    if (sqlite3_get_autocommit(connection_) == 0)
      sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

}  // namespace annealvi
