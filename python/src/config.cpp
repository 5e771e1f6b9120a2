// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The configuration by its keys: values travel as the text that --set takes.
#include "annealvi/config/config.hpp"

#include "bindings.hpp"
#include "config/options.hpp"
#include "config/overrides.hpp"

#include <string>
#include <tuple>
#include <vector>

namespace annealvi::python {
namespace {

using Assignment = std::tuple<std::string, std::string, std::string>;  ///< key, value, origin

std::vector<Override> overrides_of(const std::vector<Assignment>& assignments) {
  std::vector<Override> overrides;
  for (const auto& [key, value, origin] : assignments) {
    overrides.emplace_back(key + "=" + value, origin);
  }
  return overrides;
}

/// (section, key, default as JSON, meaning, unit, allowed, example) of every key.
std::vector<std::array<std::string, 7>> option_rows() {
  std::vector<std::array<std::string, 7>> rows;
  const Config defaults;
  for (const config::Option& option : config::option_table()) {
    const auto value = option.get(defaults);
    rows.push_back({option.section, option.key, value ? to_text(*value) : "null", option.meaning,
                    option.unit, option.allowed, option.example});
  }
  return rows;
}

std::vector<std::array<std::string, 3>> entry_rows(const Config& config) {
  std::vector<std::array<std::string, 3>> rows;
  for (const ConfigEntry& entry : entries(config)) {
    rows.push_back({entry.section, entry.key, entry.json});
  }
  return rows;
}

}  // namespace

void bind_config(py::module_& module) {
  module.def("options", &option_rows);
  py::class_<Config>(module, "Config")
      .def_static("read",
                  [](const std::string& path, const std::vector<Assignment>& assignments) {
                    return read_config(path, overrides_of(assignments));
                  })
      .def_static("of",
                  [](const std::vector<Assignment>& assignments) {
                    return default_config(overrides_of(assignments));
                  })
      .def("replaced",
           [](const Config& config, const std::vector<Assignment>& assignments) {
             return with_overrides(config, overrides_of(assignments));
           })
      .def("entries", &entry_rows)
      .def("to_toml", &to_toml)
      .def("end_time", &Config::end_time)
      .def("is_mixture", &Config::is_mixture)
      .def_readonly("origins", &Config::origins);
}

}  // namespace annealvi::python
