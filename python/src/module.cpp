// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/config.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "annealvi/version.hpp"
#include "bindings.hpp"

#include <string>

namespace annealvi::python {
namespace {

/// The exceptions are classes of Python, so that they are there without this module.
void raise(const char* name, const char* message) {
  const py::object type = py::module_::import("annealvi.errors").attr(name);
  PyErr_SetString(type.ptr(), message);
}

void translate(std::exception_ptr exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const ConfigError& error) {
    raise("ConfigError", error.what());
  } catch (const NumericalFailure& error) {
    raise("NumericalFailure", error.what());
  } catch (const Interrupted& error) {
    raise("Interrupted", error.what());
  }
}

}  // namespace
}  // namespace annealvi::python

PYBIND11_MODULE(_core, module) {
  using namespace annealvi::python;
  module.doc() = "The compiled part of annealvi; use the package instead.";
  module.attr("version") = std::string(annealvi::version);
  py::register_exception_translator(translate);
  bind_config(module);
  bind_theory(module);
  bind_simulation(module);
  bind_jobs(module);
}
