// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/practice.hpp"

#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace annealvi {
namespace {

namespace fs = std::filesystem;

void put(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "\n";
}

}  // namespace

TEST_CASE("the package is looked for beside the program, then below its prefix, then in Python") {
  const test::ScratchFolder folder("practice");
  const fs::path program = folder / "bin/annealvi";
  const auto last = [&] { return practice_words(program).back(); };
  CHECK(last() == "annealvi.practice");

  const fs::path installed = folder / "lib/python3.11/dist-packages/annealvi";
  put(installed / "practice/__main__.py");
  CHECK(last() == "annealvi.practice");  // without its compiled module
  put(installed / "_core.cpython-311-x86_64-linux-gnu.so");
  CHECK(last() == (installed / "practice/__main__.py").string());

  const fs::path built = folder / "bin/python/annealvi";
  put(built / "practice/__main__.py");
  put(built / "_core.cpython-311-x86_64-linux-gnu.so");
  CHECK(last() == (built / "practice/__main__.py").string());
  CHECK(practice_words(program)[1] == "-I");
}

TEST_CASE("why there is no advice, in one sentence") {
  using Status = ProcessEnd::Status;
  CHECK(practice_failure({.status = Status::exited, .code = 0, .output = "advice\n"}).empty());
  CHECK(practice_failure({.status = Status::not_started, .code = 2, .output = {}}) ==
        "advise needs Python 3 with NumPy, which cannot be started (No such file or directory)");
  CHECK(practice_failure({.status = Status::exited,
                          .code = 1,
                          .output = "/usr/bin/python3: No module named annealvi\n"}) ==
        "advise needs the Python package annealvi, which is not installed: scripts/python.sh or "
        "`pip install .` builds it");
  CHECK(practice_failure({.status = Status::exited,
                          .code = 2,
                          .output = "a warning\nannealvi advise: steps = 4 is not allowed\n"}) ==
        "steps = 4 is not allowed");
  CHECK(practice_failure({.status = Status::killed, .code = 9, .output = {}}) ==
        "advise was ended by signal 9");
}

}  // namespace annealvi
