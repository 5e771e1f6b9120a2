// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/files.hpp"

#include "annealvi/config/config.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

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

TEST_CASE("a file under way has a name that nobody guesses, and leaves nothing when it fails") {
  const test::ScratchFolder folder("pending");
  {
    PendingFile one(folder / "a.csv"), other(folder / "a.csv");
    CHECK(one.path() != other.path());
    CHECK(is_pending_name(one.path()));
    CHECK(one.path().extension() == ".csv");
    one.write("text");
    other.write("other");
    one.commit();
    CHECK(folder.file_count() == 2);
  }
  CHECK(folder.file_count() == 1);
  CHECK(test::file_text(folder / "a.csv") == "text");
  CHECK_FALSE(is_pending_name("a.csv"));
  CHECK_THROWS_AS(PendingFile(folder / "none" / "a.csv"), std::runtime_error);
  try {
    write_atomically(folder / "none" / "a.csv", "what was computed");
    FAIL("there is no such folder");
  } catch (const UnsavedResult& unsaved) {
    CHECK(unsaved.text() == "what was computed");
  }
}

TEST_CASE("what was left unfinished days ago is removed, and nothing else") {
  const test::ScratchFolder folder("abandoned");
  const std::string digits = "0123456789abcdef";
  const auto path = [&](const std::string& name) { return folder / name.c_str(); };
  const std::vector<std::string> ours{".annealvi-" + digits + ".part",
                                      ".annealvi-" + digits + ".part.csv"};
  const std::vector<std::string> others{".annealvi-" + digits + "0.part.csv",
                                        ".annealvi-" + digits.substr(1) + ".part.csv",
                                        ".annealvi-" + digits + ".part.csv.gz",
                                        ".annealvi-" + digits + ".parts",
                                        ".annealvi-0123456789ABCDEF.part.csv",
                                        "x.annealvi-" + digits + ".part.csv",
                                        ".annealvi-notes.part"};
  const std::string young = ".annealvi-f" + digits.substr(1) + ".part.csv",
                    link = ".annealvi-e" + digits.substr(1) + ".part.csv",
                    place = ".annealvi-d" + digits.substr(1) + ".part.csv";
  const auto days_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(25);
  for (const auto& names : {ours, others, std::vector<std::string>{"target"}}) {
    for (const std::string& name : names) {
      write_atomically(path(name), "text");
      std::filesystem::last_write_time(path(name), days_ago);
    }
  }
  write_atomically(path(young), "text");
  std::filesystem::create_symlink("target", path(link));
  std::filesystem::create_directory(path(place));
  std::filesystem::last_write_time(path(place), days_ago);

  ensure_writable_folder_of(folder / "a.csv");
  for (const std::string& name : ours) {
    CHECK(is_pending_name(name));
    CHECK_FALSE(std::filesystem::exists(path(name)));
  }
  for (const std::string& name : others) {
    CAPTURE(name);
    CHECK_FALSE(is_pending_name(name));
    CHECK(std::filesystem::exists(path(name)));
  }
  for (const std::string& name : {young, link, place, std::string("target")}) {
    CAPTURE(name);
    CHECK(std::filesystem::exists(std::filesystem::symlink_status(path(name))));
  }
}

TEST_CASE("a picture is whole when its end is there") {
  const test::ScratchFolder folder("pictures");
  const std::string png =
      std::string("\x89PNG\r\n\x1A\n") + "data" + std::string("\0\0\0\0IEND\xAE\x42\x60\x82", 12);
  for (const auto& [name, text] :
       {std::pair("a.svg", std::string("<svg>line</svg>\n")), std::pair("a.png", png)}) {
    CHECK(picture_defect(folder / name) == "is not there");
    for (std::size_t length = 0; length + 1 < text.size(); ++length) {
      write_atomically(folder / name, text.substr(0, length));
      CHECK(picture_defect(folder / name) == (length == 0 ? "is empty" : "is not complete"));
    }
    write_atomically(folder / name, text);
    CHECK(picture_defect(folder / name).empty());
  }
}

TEST_CASE("a file is ours by what it begins with, a picture by the checksum in it") {
  const test::ScratchFolder folder("ours");
  const auto is_ours = [&](const char* name, const std::string& text) {
    write_atomically(folder / name, text);
    return is_result_of_ours(folder / name, folder / "a");
  };
  CHECK_FALSE(is_ours("a.svg", "<svg></svg>"));
  CHECK_FALSE(is_ours("a.csv", "x,y\n1,2\n"));
  CHECK_FALSE(is_ours("a.csv", "# annealvi results\n1,2\n"));
  CHECK_FALSE(is_ours("a.toml", "[target]\nseparation = 2\n"));
  CHECK_FALSE(is_ours("a.json", "{\"version\": 1}"));
  CHECK(is_ours("a.csv", "# annealvi 0.1.0\n"));
  CHECK_FALSE(is_ours("a.svg", "<svg></svg>"));
  // CRC-32 of "<svg><!-- annealvi.plot crc32:" by zlib.
  const std::string drawn = "<svg><!-- annealvi.plot crc32:6728164f -->\n</svg>\n";
  CHECK(is_ours("a.svg", drawn));
  for (std::size_t i = 1; i < drawn.find(" -->"); ++i) {
    std::string edited = drawn;
    edited[i] ^= 1;
    CAPTURE(edited);
    CHECK_FALSE(is_ours("a.svg", edited));
  }
  CHECK_FALSE(is_ours("a.svg", drawn + "<text>my remark</text></svg>"));
  CHECK(is_ours("a.svg", drawn.substr(0, 20)));  // cut, beside a table of ours
  CHECK_FALSE(is_result_of_ours(folder / "a.svg", folder / "b"));
  CHECK_FALSE(is_ours("a.toml", "[target]\nseparation = 2\n"));
  CHECK(is_ours("b.csv", ""));
  CHECK(is_ours("a.json", "{\n  \"version\": \"0.1.0\",\n  \"config\": {}}"));
  CHECK(is_ours("a.toml", std::string(design_mark) + "version 0.1.0\n"));
}

TEST_CASE("a file is found changed by one byte") {
  const test::ScratchFolder folder("records");
  write_atomically(folder / "a.csv", "1,2\n3,4\n");
  const FileRecord record = recorded(folder / "a", ".csv");
  CHECK(is_whole(record, folder / "a"));
  write_atomically(folder / "a.csv", "1,2\n3,5\n");
  CHECK_FALSE(is_whole(record, folder / "a"));
  std::filesystem::remove(folder / "a.csv");
  CHECK_FALSE(is_whole(record, folder / "a"));
}

}  // namespace annealvi
