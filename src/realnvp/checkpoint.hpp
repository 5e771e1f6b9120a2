// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Bytes of a checkpoint: numbers as they lie in memory, for the machine that wrote them.
#pragma once

#include "annealvi/realnvp/flow_run.hpp"

#include <cstring>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace annealvi::realnvp {

class ByteWriter {
 public:
  template <class Value>
  requires std::is_trivially_copyable_v<Value>
  void put(const Value& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <class Value>
  void put(const std::vector<Value>& values) {
    put(values.size());
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Throws std::invalid_argument where the bytes end too early.
class ByteReader {
 public:
  ByteReader(const std::string& bytes, std::size_t begin) : bytes_(bytes), at_(begin) {}

  template <class Value>
  requires std::is_trivially_copyable_v<Value>
  void get(Value& value) { take(&value, sizeof value); }
  template <class Value>
  void get(std::vector<Value>& values) {
    std::size_t size = 0;
    get(size);
    if (size > (bytes_.size() - at_) / sizeof(Value)) throw damaged();
    values.resize(size);
    take(values.data(), size * sizeof(Value));
  }

 private:
  static std::invalid_argument damaged() {
    return std::invalid_argument("the checkpoint is damaged");
  }
  void take(void* to, std::size_t size) {
    if (size > bytes_.size() - at_) throw damaged();
    std::memcpy(to, bytes_.data() + at_, size);
    at_ += size;
  }
  const std::string& bytes_;
  std::size_t at_;
};

/// Everything that the bits of a training depend on; bump the version when the meaning of any of it
/// changes.
inline void write_identity(ByteWriter& out, const FlowSetup& setup, std::uint64_t run) {
  constexpr std::uint64_t version = 1;
  const auto& [target, family, annealing, noise] = setup.problem;
  const Schedule& schedule = annealing.schedule;
  const RealNvpSettings& settings = setup.settings;
  const RealNvpShape& shape = settings.shape;
  for (const std::uint64_t number :
       {version, setup.seed, run, settings.steps, static_cast<std::uint64_t>(settings.batch),
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
  for (const auto& [time, temperature] : schedule.table) {
    out.put(time);
    out.put(temperature);
  }
}

}  // namespace annealvi::realnvp
