// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The configuration of a job, read from TOML and from the command line. One option table
// (src/config/options.cpp) defines every key: parsing, range checks, `annealvi config`, the echo in
// JSON and the header of every table come from it.
#pragma once

#include "annealvi/config/mixture_settings.hpp"
#include "annealvi/realnvp/settings.hpp"
#include "annealvi/simulation/run.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace annealvi {

/// What `annealvi curve` computes; the strings use the grammar of --vary, --series, --methods.
struct CurveSettings {
  std::string vary = "annealing.initial_temperature=1:10:10";
  std::string series = "";
  std::string methods = "sharp,overlap,flow";
};

/// Random numbers of the points of a sweep, a curve or a diagram: the same ones, so that neighbours
/// differ by less than their bars, or others at every point.
enum class SeedSharing { shared, independent };

/// What `annealvi sweep` computes.
struct SweepSettings {
  std::vector<std::string> over;  ///< the grammar of --over, the first one slowest
  /// Names of keys, then a row of values of these for each point; with `over`: each of them at
  /// every combination.
  std::vector<std::vector<std::string>> points;
  std::string methods = "sharp";
};

/// What `annealvi phase` computes; x, y and method use the grammar of --x, --y, --method.
struct PhaseSettings {
  std::string x = "annealing.initial_temperature=1:20:60:log";
  std::string y = "annealing.rate=0.01:1:60:log";
  std::string method = "sharp";
  double interpolation_error = 0.02;  ///< relative, of P and 1 - P; 0: every point is computed
};

/// What `annealvi design` looks for: one key, both at once (time), or a schedule of any shape.
enum class DesignGoal { rate, initial_temperature, time, shape };

/// What `annealvi design` computes.
struct DesignSettings {
  double risk = 0.01;                          ///< P is to be at most this, 0 < risk < 1/2
  DesignGoal goal = DesignGoal::rate;          ///< key design.free
  std::optional<std::array<double, 2>> range;  ///< of the free quantity; empty: "auto"
  std::optional<double> time;                  ///< shape: total time; empty: that of the schedule
  int knots = 8;                               ///< shape: rows of the table
  bool monotone = true;                        ///< shape: the table never heats
  std::optional<double> highest_temperature;   ///< of T0 and knots; empty: "auto"
  double check_time = 60.0;                    ///< of the simulation, roughly seconds of one core
};

/// Which run `annealvi trajectory` shows, when, and what beside it.
struct TrajectorySettings {
  std::uint64_t run = 0;
  std::string times = "0:end:200";
  std::uint64_t runs = 0;         ///< of the band; 0: no band
  std::optional<Engine> compare;  ///< engine of a second band
};

/// Values that choose the rows of `annealvi table`, in the grammar of --times or as words; empty:
/// those of the table.
struct TableSettings {
  std::string separation, temperature, dimension, path, variance, mean, deviation;
};

enum class ValidationLevel { quick, full };

/// What is put against the simulations. `without_noise` and `overlap` (L4) are known to be wrong in
/// many cases: they show how large a disagreement is.
enum class Formula { sharp, without_noise, overlap };

struct ValidateSettings {
  ValidationLevel level = ValidationLevel::quick;
  Formula formula = Formula::sharp;
  /// Name, then "section.key=value" for every key that is not at its default; empty: the
  /// configuration itself, or the built-in list.
  std::vector<std::vector<std::string>> cases;
};

/// What `annealvi probability` adds to the theory.
struct ProbabilitySettings {
  std::uint64_t runs = 0;  ///< of the flow
};

struct Config {
  Problem problem;
  MixtureSettings mixture;
  std::optional<SummaryState> start;  ///< initial_overlaps and initial_gram
  std::string step_expression;        ///< sgd.step as a function of d and R; empty: a number

  Engine engine = Engine::flow;
  std::uint64_t runs = 2000;  ///< at most
  double half_width = 0.0;    ///< of the interval of P at which runs stop; 0: do all
  std::uint64_t seed = 1;
  SeedSharing seeds = SeedSharing::shared;
  unsigned threads = 0;
  std::optional<double> until;  ///< empty: "auto"
  double confidence = 0.95;
  DecisionRule decision;
  SdeOptions sde;

  Tolerances tolerances;
  double probability_error = 1e-6;

  ProbabilitySettings probability;
  CurveSettings curve;
  SweepSettings sweep;
  PhaseSettings phase;
  DesignSettings design;
  RealNvpSettings realnvp;
  TrajectorySettings trajectory;
  TableSettings table;
  ValidateSettings validate;

  /// "section.key" -> "file:line" or command-line option, for messages; keys left at their default
  /// are absent.
  std::map<std::string, std::string> origins;
  /// What was changed on reading, a sentence each.
  std::vector<std::string> notes;

  /// Where the key was set, then its name: the head of every error about it.
  [[nodiscard]] std::string origin(const std::string& key) const;

  /// Anything but two components with fixed weights and an untrained variance on the pair of modes:
  /// then `mixture_problem` is the model.
  [[nodiscard]] bool is_mixture() const { return mixture_key().has_value(); }
  /// The key that makes it one, "section.key"; empty when none does.
  [[nodiscard]] std::optional<std::string> mixture_key() const;
  [[nodiscard]] MixtureProblem model() const;
  /// When a run of `model` has collapsed, where signs alone do not say it.
  [[nodiscard]] CoverageRule coverage() const;
  [[nodiscard]] std::vector<double> component_weights() const;  ///< family.weights, K of them

  /// `until`, or the automatic end time of the model. Throws ConfigError when that is unreasonably
  /// late, and for a schedule that watches, of which every run has its own.
  [[nodiscard]] double end_time() const;
  [[nodiscard]] RunSetup run_setup() const;  ///< Throws ConfigError like end_time
};

/// Throws ConfigError: "ORIGIN: KEY = VALUE is not allowed with `what`: `reason`".
[[noreturn]] void refuse_value(const Config& config, const std::string& key,
                               const std::string& what, const std::string& reason);

/// Throws ConfigError naming the key when `config` is a mixture: `what` ("table rates") is about
/// two components with fixed weights and an untrained variance alone.
void refuse_mixture(const Config& config, const std::string& what);

/// The same for a schedule whose temperature depends on the run (Schedule::watches).
void refuse_watching(const Config& config, const std::string& what);

/// Wrong configuration or usage: one clear sentence, exit code 2.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// "section.key=value"; a value that is not TOML is taken as a bare word. Errors name `origin`.
struct Override {
  std::string assignment;
  std::string origin;

  Override(std::string text, std::string from = "--set")
      : assignment(std::move(text)), origin(std::move(from)) {}
  Override(const char* text) : Override(std::string(text)) {}
};

/// Reads TOML from `path`, or a table of ours whose header holds the configuration
/// (`#: ` lines), then applies `overrides`; keys are checked against each other at the end. Throws
/// ConfigError naming file, line, key, value and what is allowed.
[[nodiscard]] Config read_config(const std::string& path, const std::vector<Override>& overrides);

/// Defaults plus overrides, without a file.
[[nodiscard]] Config default_config(const std::vector<Override>& overrides = {});

/// The same configuration with one more key set, as --vary does. Throws ConfigError naming
/// `origin`.
[[nodiscard]] Config with_override(const Config& config, const std::string& key,
                                   const std::string& value, const std::string& origin = "--vary");

/// Every key with its value as TOML that read_config accepts and that gives the same Config back.
[[nodiscard]] std::string to_toml(const Config& config);

/// `annealvi config`: every key with default, unit, range and meaning, itself a valid
/// configuration.
[[nodiscard]] std::string documented_defaults();

/// (section, key, value as JSON text, null when not set) of every key in the order of the option
/// table.
struct ConfigEntry {
  std::string section, key, json;
};
[[nodiscard]] std::vector<ConfigEntry> entries(const Config& config);

}  // namespace annealvi
