// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/phase_plot.hpp"

#include "annealvi/output/plot.hpp"
#include "support/closeness.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>

namespace annealvi {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Config diagram_config() {
  return default_config(
      {"phase.x=annealing.initial_temperature=1:16:41:log", "phase.y=target.separation=1.2:6:31"});
}

// P falls tenfold with every factor of two of T0; T_f = R and T_c = 2 R above R = 2.
PhaseDiagram small_diagram(const Config& config) {
  PhaseDiagram diagram;
  diagram.x = parse_sweep(config.phase.x);
  diagram.y = parse_sweep(config.phase.y);
  diagram.methods = parse_methods("sharp");
  for (std::size_t y = 0; y < diagram.rows(); ++y) {
    for (std::size_t x = 0; x < diagram.columns(); ++x) {
      const double T0 = std::stod(diagram.x.values[x]), R = std::stod(diagram.y.values[y]);
      const double P = 0.4 * std::pow(T0, -std::log2(10.0));
      PhaseSite site{
          .end_time = 100.0, .highest_temperature = T0, .temperatures = {}, .lasting = R > 2.0};
      if (R > 2.0) site.temperatures = {.critical = 2.0 * R, .safe = R};
      diagram.sites.push_back(site);
      CurvePoint point{.series = y,
                       .position = x,
                       .method = Method::sharp,
                       .end_time = 100.0,
                       .probability = P,
                       .note = {}};
      point.lower = 0.99 * P;
      point.upper = 1.01 * P;
      diagram.map.push_back({point, MapPoint::Source::interpolated});
    }
  }
  diagram.computed = 7;
  return diagram;
}

const PhaseLine* find(const std::vector<PhaseLine>& lines, const std::string& name) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const PhaseLine& line) { return line.name == name; });
  return found == lines.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("contours lie where P has their value") {
  const PhaseDiagram diagram = small_diagram(diagram_config());
  const auto lines = phase_lines(diagram);
  const PhaseAxis x(diagram.x);
  const double step = std::log(16.0) / 40.0;
  for (const double P : {0.1, 0.01, 0.001}) {
    const PhaseLine* line = find(lines, "P = " + number_text(P));
    REQUIRE(line != nullptr);
    REQUIRE(line->parts.size() == 1);
    CHECK(line->label.has_value());
    for (const Place& place : line->parts[0]) {
      // logit P is linear in ln T0 but for ln(1 - P): a fiftieth of a pixel
      CHECK_ABSOLUTE(place.x, std::log2(0.4 / P) / std::log2(10.0) * std::log(2.0), 0.02 * step);
    }
  }
  CHECK(find(lines, "P = 0.5") == nullptr);  // the map does not pass it
}

TEST_CASE("T_f, T_c and the border of lasting collapse lie where they belong") {
  const PhaseDiagram diagram = small_diagram(diagram_config());
  const auto lines = phase_lines(diagram);
  for (const auto& [name, factor] : {std::pair{"T_f", 1.0}, std::pair{"T_c", 2.0}}) {
    const PhaseLine* line = find(lines, name);
    REQUIRE(line != nullptr);
    for (const Place& place : line->parts.at(0)) {
      if (std::abs(std::remainder(place.y - 1.2, 0.16)) > 1e-9) continue;  // between two rows
      CHECK_RELATIVE(std::exp(place.x), factor * place.y, 1e-11);          // values have 12 digits
    }
  }
  const PhaseLine* border = find(lines, "lasting");
  REQUIRE(border != nullptr);
  for (const Place& place : border->parts.at(0)) CHECK_ABSOLUTE(place.y, 2.0, 0.09);
  const auto inside = long_lived_label(diagram);
  REQUIRE(inside.has_value());
  CHECK(inside->y < 1.9);
}

TEST_CASE("a plateau at one half has no contour") {
  PhaseDiagram diagram = small_diagram(diagram_config());
  double sign = 1e-16;
  for (PhasePoint& point : diagram.map) point.at.probability = 0.5 + (sign = -sign);
  CHECK(find(phase_lines(diagram), "P = 0.5") == nullptr);
}

TEST_CASE("a diagram is saved as data, lines, script and pictures") {
  const Config config = diagram_config();
  const test::ScratchFolder folder("phase");
  PhaseDiagram diagram = small_diagram(config);
  diagram.map[40].at.probability.reset();
  diagram.map[40].at.status = AnswerStatus::failed;
  diagram.map[40].source = MapPoint::Source::computed;
  CurvePoint simulated{.series = 5,
                       .position = 5,
                       .method = Method::flow,
                       .end_time = 100.0,
                       .probability = 0.25,
                       .note = {}};
  simulated.runs = 100;
  diagram.methods = parse_methods("sharp,flow");
  diagram.simulations.push_back(simulated);
  const SavedFiles saved = write_phase(diagram, config, "test", folder / "p q");
  const std::string script = test::file_text(folder / "p q.gnuplot");
  CHECK(has(script, "initial temperature {/:Italic T}_0"));
  CHECK(has(script, "half the mode distance {/:Italic R}"));
  CHECK(has(script, "safe temperature {/:Italic T}_f"));
  CHECK(has(script, "critical temperature {/:Italic T}_c"));
  CHECK(has(script, "collapse does not last"));
  CHECK(has(script, "set logscale x"));
  CHECK_FALSE(has(script, "set logscale y"));
  CHECK(has(script, "'failed'"));
  CHECK(has(script, "linecolor palette"));
  const std::string table = test::file_text(folder / "p q.csv");
  CHECK(has(table, "\nx,y,method,source,status,probability,lower,upper,"));
  CHECK(has(table, ",sharp,computed,failed,,,,"));
  CHECK(has(table, ",flow,simulated,done,0.25,"));
  CHECK(has(test::file_text(folder / "p q-lines.csv"), "\nline,x,y\nP = 0.1,"));
  CHECK(has(test::file_text(folder / "p q-lines.csv"), "#: [phase]\n"));
  if (saved.plot_failure.empty()) {
    CHECK(saved.files.size() == 5);
    CHECK(has(test::file_text(folder / "p q.svg"), "</svg>"));
    CHECK(test::file_text(folder / "p q.png").starts_with("\x89PNG"));
  } else {
    CHECK(has(saved.plot_failure, "cannot start gnuplot"));
  }
}

TEST_CASE("points outside the validity of the noise theory are grey and without contours") {
  const Config config = diagram_config();
  const test::ScratchFolder folder("phase-outside");
  PhaseDiagram diagram = small_diagram(config);
  const PhaseAxis y(diagram.y);
  const double border = y.positions()[15];
  for (PhasePoint& point : diagram.map) {
    if (y.positions()[point.at.series] > border) point.at.status = AnswerStatus::outside_validity;
  }
  const auto lines = phase_lines(diagram);
  for (const PhaseLine& line : lines) {
    if (line.kind != PhaseLine::Kind::contour) continue;
    for (const Polyline& part : line.parts) {
      for (const Place& place : part) CHECK(place.y <= border);
    }
  }
  CHECK(find(lines, "P = 0.01") != nullptr);
  (void)write_phase(diagram, config, "test", folder / "phase");
  CHECK(has(test::file_text(folder / "phase.csv"), ",sharp,interpolated,outside_validity,"));
  const std::string script = test::file_text(folder / "phase.gnuplot");
  CHECK(has(script, "strcol(5) eq 'outside_validity' ? 255 : 0"));
  CHECK(has(script, "outside the\\nnoise theory"));
  // Negative control: no entry in the legend without such points.
  (void)write_phase(small_diagram(config), config, "test", folder / "phase");
  CHECK_FALSE(has(test::file_text(folder / "phase.gnuplot"), "noise theory"));
}

TEST_CASE("nothing finished, nothing drawn") {
  const Config config = diagram_config();
  const test::ScratchFolder folder("phase-empty");
  PhaseDiagram diagram = small_diagram(config);
  diagram.computed = 0;
  diagram.interrupted = true;
  for (PhasePoint& point : diagram.map) {
    point.at.probability.reset();
    point.at.status = AnswerStatus::missing;
    point.source = MapPoint::Source::missing;
  }
  const SavedFiles saved = write_phase(diagram, config, "test", folder / "phase");
  CHECK(has(saved.plot_failure, "no point was finished"));
  CHECK(has(test::file_text(folder / "phase.csv"), ",sharp,missing,missing,,,,"));
}

}  // namespace annealvi
