// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/option_kinds.hpp"

#include <fmt/format.h>

namespace annealvi::config {
namespace {

/// Limits as people write them: 1 rather than 1.0.
std::string limit_text(double limit) {
  std::string text = to_text(limit);
  const bool ends_in_zero = text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0;
  return ends_in_zero ? text.substr(0, text.size() - 2) : text;
}

}  // namespace

bool Range::contains(double number) const {
  return (lower_open ? number > lower : number >= lower) &&
         (upper_open ? number < upper : number <= upper);
}

std::string Range::text() const {
  std::string result;
  if (std::isfinite(lower)) {
    result = (lower_open ? "> " : ">= ") + limit_text(lower);
  }
  if (std::isfinite(upper)) {
    result += (result.empty() ? "" : " and ") + std::string(upper_open ? "< " : "<= ") +
              limit_text(upper);
  }
  return result;
}

std::string refused(const std::string& allowed) {
  return "is not allowed: " + allowed;
}

Option described(Description description, std::string allowed) {
  Option option;
  option.section = std::move(description.section);
  option.key = std::move(description.key);
  option.unit = std::move(description.unit);
  option.meaning = std::move(description.meaning);
  option.allowed = std::move(allowed);
  return option;
}

std::string about_inverse(double temperature) {
  if (!(temperature > 0.0 && temperature < 1.0)) return {};
  return fmt::format(
      "; a temperature is at least 1, that of the target; if this is beta, then "
      "T = 1/beta = {:.6g}",
      1.0 / temperature);
}

Option unless_default(Option option) {
  const std::optional<Value> standard = option.get(Config{});
  option.example = standard ? to_text(*standard) : "";
  option.get = [standard, get = option.get](const Config& config) {
    std::optional<Value> value = get(config);
    return value == standard ? std::nullopt : value;
  };
  return option;
}

}  // namespace annealvi::config
