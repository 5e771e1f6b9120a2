// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/flow_parts.hpp"

#include "annealvi/output/table.hpp"
#include "config/counted.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace annealvi::flow_parts {
namespace {

std::string_view activation_name(Activation activation) {
  switch (activation) {
    case Activation::tanh:
      return "tanh";
    case Activation::elu:
      return "elu";
    case Activation::relu:
      return "relu";
  }
  return {};
}

/// But for the keys in `left_out`; width, depth and activation stand together.
std::string network_text(const Config& config, const std::vector<std::string>& left_out) {
  const RealNvpSettings& settings = config.realnvp;
  const RealNvpShape& shape = settings.shape;
  const std::vector<std::pair<std::vector<std::string>, std::string>> parts{
      {{"realnvp.couplings"}, config::counted(static_cast<std::uint64_t>(shape.couplings), "coupling")},
      {{"realnvp.depth", "realnvp.width", "realnvp.activation"},
       fmt::format("{} x {} {} units", shape.depth, shape.width,
                   activation_name(shape.activation))},
      {{"realnvp.batch"}, fmt::format("batch {}", settings.batch)},
      {{"realnvp.steps"}, config::counted(settings.steps, "step")},
      {{"realnvp.learning_rate"}, "learning rate " + number_text(settings.learning_rate)}};
  std::vector<std::string> texts;
  for (const auto& [keys, text] : parts) {
    if (std::find_first_of(keys.begin(), keys.end(), left_out.begin(), left_out.end()) ==
        keys.end()) {
      texts.push_back(text);
    }
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

std::string heading(const Config& config, const std::string& title,
                    std::vector<std::string> left_out, const std::string& last_line) {
  // The family is that of the mixture theory, not of the flow.
  left_out.insert(left_out.end(), {"family.variance", "family.initial_scale"});
  return gnuplot::heading(title,
                          {labels::parameters(config, left_out, false),
                           gnuplot::literal(network_text(config, left_out)), last_line});
}

std::string string_array(const std::string& name, const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(gnuplot::quoted_text(text));
  return fmt::format("array {}[{}] = [{}]\n", name, texts.size(), fmt::join(quoted, ", "));
}

std::string ink_array(std::size_t count) {
  std::vector<std::string> inks;
  for (std::size_t i = 0; i < count; ++i) {
    inks.emplace_back(gnuplot::colours[i % gnuplot::colours.size()]);
  }
  return string_array("ink", inks);
}

std::vector<std::string> values_or_blank(const Sweep& sweep) {
  return sweep.values.empty() ? std::vector<std::string>{""} : sweep.values;
}

namespace {

/// Four digits of a number; other texts as they are.
std::string shortened(const std::string& value) {
  double number = 0.0;
  const char* const end = value.data() + value.size();
  const auto parsed = std::from_chars(value.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end ? fmt::format("{:.4g}", number) : value;
}

}  // namespace

std::vector<std::string> legend(const Sweep& sweep, const std::vector<std::string>& values) {
  std::vector<std::string> names;
  for (const std::string& value : values) {
    names.push_back(value.empty() ? "" : labels::with_value(sweep.key, shortened(value)));
  }
  return names;
}

std::string drawn_twice(const std::string& name, const std::string& body) {
  return fmt::format(
      "do for [picture = 1:2] {{\nif (picture == 1) {{\n{0}}} else {{\n{1}}}\n{2}set output\n}}\n",
      gnuplot::svg_terminal(name + ".svg"), gnuplot::png_terminal(name + ".png"), body);
}

}  // namespace annealvi::flow_parts
