// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The grammar of --vary, --series and --methods, and of --x, --y and --method. Configurations are
// checked against it when they are read; what the keys and values mean is found out when a curve or
// a diagram is built.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// A parsed "key=from:to:count[:log]" or "key=v1,v2,...". Values are kept as the text that is set,
/// so what a table shows is exactly what was computed; inner values of a range are rounded to 12
/// significant digits, those of a whole-number key to whole numbers.
struct Sweep {
  std::string key;
  std::vector<std::string> values;
  bool logarithmic = false;
};

/// Throws ConfigError naming the text and the grammar; a range has from 2 to 10000 values. An empty
/// text gives an empty sweep. With `finer` a range has finer - 1 more values between two.
[[nodiscard]] Sweep parse_sweep(const std::string& text, std::size_t finer = 1);

/// The values as numbers; empty when one of them is a word.
[[nodiscard]] std::vector<double> numeric_values(const Sweep& sweep);

/// sharp (S4) and overlap (L4) are theory, the others simulation engines.
enum class Method { sharp, overlap, flow, sde, reduced, full };

/// Empty for theory.
[[nodiscard]] std::optional<Engine> engine_of(Method method);
[[nodiscard]] std::string method_name(Method method);
[[nodiscard]] std::optional<Method> method_named(const std::string& name);
[[nodiscard]] std::string engine_name(Engine engine);

/// A method, used at every `every`-th value of the vary sweep, first and last included where they
/// fall on it, or at `finer` - 1 more between two: "full/3" spares costly simulation where theory
/// wants a fine grid, "sharp*3" gives theory a grid that simulation has not.
struct MethodChoice {
  Method method;
  std::size_t every = 1, finer = 1;
};

/// Grammar: "name[/every or *finer],...", each name once. Throws ConfigError.
[[nodiscard]] std::vector<MethodChoice> parse_methods(const std::string& text);

}  // namespace annealvi
