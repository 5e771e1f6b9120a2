// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Numeric CSV tables of data/reference: '#' lines state the provenance, then names, then rows.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace annealvi::test {

inline std::vector<std::vector<double>> read_reference_table(const std::string& name) {
  std::ifstream file(std::string(ANNEALVI_DATA_DIR) + "/reference/" + name);
  if (!file) throw std::runtime_error("no reference table " + name);
  std::vector<std::vector<double>> rows;
  bool names_seen = false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (!names_seen) {
      names_seen = true;
      continue;
    }
    std::vector<double> row;
    std::istringstream cells(line);
    // strtod rather than a stream: values below 1e-308 are to become 0, not an error.
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(std::strtod(cell.c_str(), nullptr));
    rows.push_back(row);
  }
  return rows;
}

}  // namespace annealvi::test
