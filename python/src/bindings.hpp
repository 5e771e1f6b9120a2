// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The compiled module annealvi._core: plain values in and out. Objects, broadcasting, units and
// words for people are Python's, in python/annealvi.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <vector>

namespace annealvi {
struct Config;
}

namespace annealvi::python {

namespace py = pybind11;

using Configs = std::vector<const Config*>;
using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

void bind_config(py::module_& module);
void bind_theory(py::module_& module);
void bind_simulation(py::module_& module);
void bind_jobs(py::module_& module);

/// Array of value(items[0]), value(items[1]), ...
template <class Items, class Value>
[[nodiscard]] auto column(const Items& items, Value value) {
  using Number = std::decay_t<decltype(value(items[0]))>;
  py::array_t<Number> result(static_cast<py::ssize_t>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    result.mutable_at(static_cast<py::ssize_t>(i)) = value(items[i]);
  }
  return result;
}

}  // namespace annealvi::python
