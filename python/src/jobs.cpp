// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The jobs of the program: their tables, their JSON, their sentences.
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/design.hpp"
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/experiments/phase_diagram.hpp"
#include "annealvi/experiments/validation.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/theory_table.hpp"
#include "annealvi/output/validation_table.hpp"
#include "bindings.hpp"
#include "cli/design_report.hpp"
#include "cli/realnvp_job.hpp"
#include "cli/table_answer.hpp"
#include "interruptible.hpp"
#include "output/flow_table.hpp"

#include <chrono>
#include <map>
#include <string>

namespace annealvi::python {
namespace {

py::tuple curve(const Config& config, const py::object& hear) {
  const auto [found, interrupted] = watched(hear, [&](Watch& watch) {
    return collapse_curve(config,
                          {.progress = watch.progress(), .interrupted = &watch.interrupted});
  });
  return py::make_tuple(table_text(curve_table(found, config, "annealvi curve"), config),
                        curve_json(config, found), interrupted);
}

py::tuple phase(const Config& config, const py::object& hear) {
  const auto [found, interrupted] = watched(hear, [&](Watch& watch) {
    return phase_diagram(config, {.progress = watch.progress(), .interrupted = &watch.interrupted});
  });
  return py::make_tuple(table_text(phase_table(found, config, "annealvi phase"), config),
                        interpolation_summary(found, config), interrupted);
}

py::tuple designed(const Config& config, bool check, const py::object& hear) {
  check_design(config);
  const auto [report, interrupted] = watched(hear, [&](Watch& watch) {
    DesignReport made;
    made.result = design(
        config,
        {.probability = {}, .progress = watch.progress(), .interrupted = &watch.interrupted});
    if (check && made.result.recommended)
      check_by_simulation(made.result, watch.run_progress(), &watch.interrupted);
    made.messages = cli::design_messages(config, made.result);
    return made;
  });
  const auto& [result, messages] = report;
  const std::string table =
      result.schedules.empty()
          ? std::string()
          : table_text(design_table(result, config, "annealvi design"), config);
  return py::make_tuple(design_json(config, report), table, result.recommended,
                        result.best_reachable, interrupted);
}

py::tuple validated(const std::vector<std::pair<std::string, const Config*>>& given,
                    const std::string& level, const std::string& formula, unsigned threads,
                    const py::object& hear) {
  static const std::map<std::string, ValidationLevel> levels{{"quick", ValidationLevel::quick},
                                                             {"full", ValidationLevel::full}};
  static const std::map<std::string, Formula> formulas{{"sharp", Formula::sharp},
                                                       {"without-noise", Formula::without_noise},
                                                       {"overlap", Formula::overlap}};
  std::vector<ValidationCase> cases;
  if (given.empty()) cases = validation_cases(levels.at(level), {});
  for (const auto& [name, config] : given) {
    cases.push_back({name, *config});
    check_validation(cases.back());
  }
  const Config& provenance = cases.front().config;
  const auto [found, interrupted] = watched(hear, [&](Watch& watch) {
    return validate(cases, {.level = levels.at(level),
                            .formula = formulas.at(formula),
                            .threads = threads,
                            .progress = watch.progress(),
                            .interrupted = &watch.interrupted});
  });
  return py::make_tuple(
      table_text(validation_table(found, "annealvi validate --level " + level), provenance),
      validation_json(provenance, found, 0.0), interrupted);
}

/// Tables of points, runs, history and, where asked for, densities (else None); then the JSON.
py::tuple realnvp(const Config& config, const py::object& hear) {
  check_flow_curve(config);
  const std::vector<std::uint64_t> steps = cli::density_steps(config);
  const std::uint64_t drawn = config.realnvp.density_run;
  const auto [found, interrupted] = watched(hear, [&](Watch& watch) {
    return flow_curve(config, {.progress = watch.progress(),
                               .interrupted = &watch.interrupted,
                               .load = {},
                               .save = {},
                               .density_steps = steps,
                               .density_run = drawn});
  });
  const std::string command = cli::realnvp_command(config.realnvp);
  py::object densities = py::none();
  if (!steps.empty() && !found.points.empty()) {
    densities = py::str(
        table_text(flow_density_table(found.points.front().runs.at(drawn), command), config));
  }
  return py::make_tuple(table_text(flow_table(found, config, command), config),
                        table_text(flow_runs_table(found, command), config),
                        table_text(flow_history_table(found, command), config), densities,
                        flow_json(config, found, command), interrupted);
}

py::tuple theory_table(const std::string& name, const Config& config, const py::object& hear) {
  const cli::TableJob job = cli::table_job(cli::table_kind(name), config);
  auto [answer, interrupted] =
      watched(hear, [&](Watch& watch) { return cli::table_answer(job, &watch.interrupted); });
  answer.table.command = job.command;
  return py::make_tuple(table_text(answer.table, job.config), answer.notes, answer.failures,
                        interrupted);
}

}  // namespace

void bind_jobs(py::module_& module) {
  module.def("curve", &curve);
  module.def("phase", &phase);
  module.def("design", &designed);
  module.def("validate", &validated);
  module.def("realnvp", &realnvp);
  module.def("theory_table", &theory_table);
}

}  // namespace annealvi::python
