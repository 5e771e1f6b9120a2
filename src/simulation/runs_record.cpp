// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/runs_record.hpp"

#include "jobs/bytes.hpp"

#include <algorithm>

namespace annealvi {
namespace {

MixtureSummary summary_of(const MixtureEnd& end) {
  return {.covered = end.coverage.covered_count(),
          .loss = end.loss,
          .objective = end.objective,
          .effective_sample_size = end.effective_sample_size,
          .mode_weight_error = end.mode_weight_error,
          .entropic_coverage = end.entropic_coverage};
}

RunSummary summary_of(const Run& run) {
  RunSummary summary{.outcome = run.outcome,
                     .failed = !run.failure.empty(),
                     .steps = run.steps,
                     .projections = run.projections,
                     .annealing_time = {},
                     .mixture = {}};
  if (summary.failed) return summary;
  summary.annealing_time = run.annealing_time;
  summary.on_saddle = run.stays_on_saddle;
  // Not the product of the two, which underflows for tiny overlaps.
  const auto& [first, second] = run.final_state.overlap;
  summary.same_sign = (first > 0.0 && second > 0.0) || (first < 0.0 && second < 0.0);
  if (run.mixture_end) summary.mixture = summary_of(*run.mixture_end);
  return summary;
}

enum Flag : unsigned { failed = 4, same_sign = 8, on_saddle = 16, of_mixture = 32, annealed = 64 };

void write(ByteWriter& out, const RunSummary& run) {
  auto flags = static_cast<unsigned>(run.outcome);
  if (run.failed) flags |= Flag::failed;
  if (run.same_sign) flags |= Flag::same_sign;
  if (run.on_saddle) flags |= Flag::on_saddle;
  if (run.mixture) flags |= Flag::of_mixture;
  if (run.annealing_time) flags |= Flag::annealed;
  out.byte(static_cast<unsigned char>(flags));
  out.count(run.steps);
  out.count(run.projections);
  if (run.annealing_time) out.number(*run.annealing_time);
  if (!run.mixture) return;
  const MixtureSummary& mixture = *run.mixture;
  out.count(mixture.covered);
  out.byte(mixture.loss ? static_cast<unsigned char>(1 + static_cast<int>(mixture.loss->mechanism))
                        : 0);
  if (mixture.loss) out.number(mixture.loss->time);
  for (const double value : {mixture.objective, mixture.effective_sample_size,
                             mixture.mode_weight_error, mixture.entropic_coverage})
    out.number(value);
}

RunSummary read_run(ByteReader& in) {
  const unsigned flags = in.byte();
  if ((flags & 3U) > 2U || flags > 127U)
    throw std::runtime_error("a record has an unknown outcome");
  RunSummary run{.outcome = static_cast<Outcome>(flags & 3U),
                 .failed = (flags & Flag::failed) != 0,
                 .same_sign = (flags & Flag::same_sign) != 0,
                 .on_saddle = (flags & Flag::on_saddle) != 0,
                 .steps = in.count(),
                 .projections = in.count(),
                 .annealing_time = {},
                 .mixture = {}};
  if ((flags & Flag::annealed) != 0) run.annealing_time = in.number();
  if ((flags & Flag::of_mixture) == 0) return run;
  MixtureSummary& mixture = run.mixture.emplace();
  mixture.covered = in.count();
  const unsigned loss = in.byte();
  if (loss > 2) throw std::runtime_error("a record has an unknown mechanism");
  if (loss > 0) mixture.loss = {in.number(), static_cast<Mechanism>(loss - 1)};
  for (double* value : {&mixture.objective, &mixture.effective_sample_size,
                        &mixture.mode_weight_error, &mixture.entropic_coverage})
    *value = in.number();
  return run;
}

void write(ByteWriter& out, const MixtureState& state) {
  out.count(state.axes);
  for (const auto* list : {&state.overlaps, &state.gram, &state.log_weights}) {
    out.count(list->size());
    for (const double value : *list) out.number(value);
  }
  out.number(state.log_sigma);
}

MixtureState read_state(ByteReader& in) {
  MixtureState state;
  state.axes = in.count();
  for (auto* list : {&state.overlaps, &state.gram, &state.log_weights})
    for (std::uint64_t left = in.count(); left > 0; --left) list->push_back(in.number());
  state.log_sigma = in.number();
  return state;
}

}  // namespace

void RunsRecord::add(const Run& run) {
  runs.push_back(summary_of(run));
  if (!run.failure.empty() && first_failure.empty()) first_failure = run.failure;
  if (run.failure.empty() && run.mixture_end && run.outcome == Outcome::collapsed &&
      !first_collapsed)
    first_collapsed = run.mixture_end->state;
}

std::string encoded(const RunsRecord& record) {
  ByteWriter out;
  out.count(record.runs.size());
  for (const RunSummary& run : record.runs) write(out, run);
  out.text(record.first_failure);
  out.byte(record.first_collapsed ? 1 : 0);
  if (record.first_collapsed) write(out, *record.first_collapsed);
  return out.bytes();
}

RunsRecord decoded_runs(std::uint64_t first, std::string_view bytes) {
  ByteReader in(bytes);
  RunsRecord record{.first = first, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  for (std::uint64_t left = in.count(); left > 0; --left) record.runs.push_back(read_run(in));
  record.first_failure = in.text();
  if (in.byte() == 1) record.first_collapsed = read_state(in);
  if (!in.at_end()) throw std::runtime_error("a record goes on after its end");
  return record;
}

}  // namespace annealvi
