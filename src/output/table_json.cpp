// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

std::string table_json(const Config& config, const Table& table) {
  Json object = head(config);
  object["command"] = table.command;
  object["remarks"] = table.remarks;
  object["columns"] = Json::array();
  for (const Column& column : table.columns)
    object["columns"].push_back({{"name", column.name}, {"meaning", column.meaning}});
  object["rows"] = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const std::string& cell : row)
      cells.push_back(cell.empty() ? Json(nullptr) : cell_value(cell));
    object["rows"].push_back(std::move(cells));
  }
  return finished_text(object);
}

}  // namespace annealvi
