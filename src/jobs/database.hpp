// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sole user of SQLite: statements with their values, and every error as one sentence.
#pragma once

#include "annealvi/jobs/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace annealvi {

/// One prepared statement with its values. Columns and values are numbered from 0.
class Statement {
 public:
  Statement(sqlite3* connection, const std::filesystem::path& file, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& text(std::string_view value);
  Statement& bytes(std::string_view value);
  Statement& integer(std::uint64_t value);
  Statement& number(double value);

  /// The next row; false: there is none. Throws StoreError.
  bool step();
  [[nodiscard]] std::string text_at(int column) const;
  [[nodiscard]] std::uint64_t integer_at(int column) const;
  [[nodiscard]] double number_at(int column) const;

 private:
  sqlite3* connection_;
  const std::filesystem::path& file_;
  sqlite3_stmt* statement_ = nullptr;
  int values_ = 0;
};

/// A connection that trusts nothing in the file.
class Database {
 public:
  /// Throws StoreError.
  Database(const std::filesystem::path& file, bool write);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  [[nodiscard]] Statement prepare(std::string_view sql) { return {connection_, file_, sql}; }
  /// How changes reach the disk; it is written down in the file, which must be ours.
  void set_journal();
  void run(std::string_view sql);
  /// All of `work` or nothing of it.
  void transaction(const std::function<void()>& work);

 private:
  void open(const std::string& name, int flags);
  void distrust();

  std::filesystem::path file_;
  sqlite3* connection_ = nullptr;
};

}  // namespace annealvi
