// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every configuration in data/configs is accepted as it stands, and its curve, with the cheapest
// method in place of its own, has all its points.
#include "cli/program.hpp"

#include <doctest/doctest.h>

using namespace annealvi::test;

TEST_CASE("every example configuration is accepted, a misspelt key in it is not") {
  const TemporaryFolder folder;
  std::size_t count = 0, curves = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ANNEALVI_DATA_DIR "/configs")) {
    const std::string file = entry.path().string();
    CAPTURE(file);
    ++count;
    const Answer accepted = run_program(folder.path(), {"config", file});
    CHECK_MESSAGE(accepted.exit_code == 0, accepted.err);

    const std::string text = read_file(entry.path());
    const std::string misspelt = folder.file("misspelt.toml", text + "\nspearation = 3.0\n");
    CHECK(run_program(folder.path(), {"config", misspelt}).exit_code == 2);

    if (text.find("\n[curve]\n") == std::string::npos) continue;
    ++curves;
    const Answer curve = run_program(folder.path(), {"curve", file, "--methods", "overlap"});
    CHECK_MESSAGE(curve.exit_code == 0, curve.err);
  }
  CHECK(count >= 13);
  CHECK(curves >= 9);
}
