// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/files.hpp"

#include "annealvi/config/config.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

namespace annealvi {

TEST_CASE("a file is written whole and replaced whole") {
  const test::ScratchFolder folder("files");
  write_atomically(folder / "a.csv", "first");
  write_atomically(folder / "a.csv", "second\n");
  CHECK(test::file_text(folder / "a.csv") == "second\n");
  CHECK(folder.file_count() == 1);
}

TEST_CASE("a failed write leaves nothing behind and the old file untouched") {
  const test::ScratchFolder folder("files-failure");
  CHECK_THROWS_AS(write_atomically(folder / "missing" / "a.csv", "text"), std::runtime_error);
  // A folder in the place of the file lets the temporary file be written, but not renamed.
  std::filesystem::create_directories(folder / "a.csv" / "inside");
  CHECK_THROWS_AS(write_atomically(folder / "a.csv", "text"), std::runtime_error);
  CHECK(folder.file_count() == 1);
  CHECK(std::filesystem::is_directory(folder / "a.csv"));
}

TEST_CASE("result folders are made, and refused when they cannot be") {
  const test::ScratchFolder folder("folders");
  ensure_writable_folder_of(folder / "x" / "y" / "curve");
  CHECK(std::filesystem::is_directory(folder / "x" / "y"));
  CHECK(std::filesystem::is_empty(folder / "x" / "y"));
  write_atomically(folder / "file", "");
  CHECK_THROWS_AS(ensure_writable_folder_of(folder / "file" / "curve"), ConfigError);
  CHECK_THROWS_AS(ensure_writable_folder_of(folder / "x"), ConfigError);
  CHECK_THROWS_AS(ensure_writable_folder_of("/proc/annealvi/curve"), ConfigError);
}

}  // namespace annealvi
