// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "realnvp/checkpoint.hpp"

#include <boost/crc.hpp>

namespace annealvi::realnvp {

std::uint64_t checksum(std::string_view bytes) {
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  boost::crc_optimal<64, 0x42F0E1EBA9EA3693, ones, ones, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

namespace {

/// Everything that the bits of a run depend on; bump the version when the meaning of any of it, or
/// of what follows it in a record, changes.
void write_identity(ByteWriter& out, const FlowSetup& setup, std::uint64_t run) {
  constexpr std::uint64_t version = 2;
  const auto& [target, family, annealing, noise] = setup.problem;
  const Schedule& schedule = annealing.schedule;
  const RealNvpSettings& settings = setup.settings;
  const RealNvpShape& shape = settings.shape;
  for (const std::uint64_t number :
       {version, setup.seed, run, settings.steps, settings.evaluation_samples,
        static_cast<std::uint64_t>(settings.batch),
        static_cast<std::uint64_t>(settings.history_rows),
        static_cast<std::uint64_t>(settings.precision), static_cast<std::uint64_t>(shape.couplings),
        static_cast<std::uint64_t>(shape.width), static_cast<std::uint64_t>(shape.depth),
        static_cast<std::uint64_t>(shape.activation), static_cast<std::uint64_t>(annealing.path),
        static_cast<std::uint64_t>(annealing.objective), static_cast<std::uint64_t>(schedule.kind),
        static_cast<std::uint64_t>(noise.estimator)}) {
    out.put(number);
  }
  for (const double number :
       {target.separation, target.weight, target.dimension, annealing.bridge_scale,
        schedule.initial_temperature, schedule.rate, schedule.exponent, shape.log_scale_bound,
        settings.initial_scale, settings.time_per_step, settings.learning_rate,
        settings.learning_rate_decay, settings.gradient_clip}) {
    out.put(number);
  }
  out.put(schedule.table.size());
  for (const auto& [time, temperature] : schedule.table) {
    out.put(time);
    out.put(temperature);
  }
  // Of these kinds alone: records of the others stay what they were.
  if (schedule.kind == ScheduleKind::hold) out.put(schedule.hold);
  if (schedule.kind == ScheduleKind::staircase) {
    for (const auto& [time, temperature] : schedule.stairs) {
      out.put(time);
      out.put(temperature);
    }
  }
}

}  // namespace

ByteWriter begun_record(RecordKind kind, const FlowSetup& setup, std::uint64_t run) {
  ByteWriter out;
  out.put(kind);
  write_identity(out, setup, run);
  return out;
}

std::string sealed(const ByteWriter& record) {
  ByteWriter end;
  end.put(checksum(record.bytes()));
  return record.bytes() + end.bytes();
}

OpenedRecord opened(const std::string& bytes, const FlowSetup& setup, std::uint64_t run) {
  std::uint64_t expected = 0;
  if (bytes.size() <= sizeof expected) throw ByteReader::damaged();
  std::string_view body(bytes);
  ByteReader(body.substr(body.size() - sizeof expected)).get(expected);
  body.remove_suffix(sizeof expected);
  if (checksum(body) != expected) throw ByteReader::damaged();
  for (const RecordKind kind : {RecordKind::training, RecordKind::finished_run}) {
    const std::string head = begun_record(kind, setup, run).bytes();
    if (body.starts_with(head)) return {kind, ByteReader(body.substr(head.size()))};
  }
  throw std::invalid_argument("the checkpoint belongs to another configuration");
}

std::string finished_record(const FlowRun& result, const FlowSetup& setup, std::uint64_t run) {
  ByteWriter out = begun_record(RecordKind::finished_run, setup, run);
  out.put(result.quality);
  out.put(result.steps);
  out.put(std::vector<char>(result.failure.begin(), result.failure.end()));
  out.put(result.history);
  return sealed(out);
}

FlowRun finished_run(ByteReader& body) {
  FlowRun result;
  std::vector<char> failure;
  body.get(result.quality);
  body.get(result.steps);
  body.get(failure);
  body.get(result.history);
  result.failure.assign(failure.begin(), failure.end());
  return result;
}

}  // namespace annealvi::realnvp
