// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checkpoints, of a training and of a finished run: numbers as they lie in memory, for the machine
// that wrote them, and a checksum.
#pragma once

#include "annealvi/realnvp/flow_run.hpp"

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace annealvi::realnvp {

/// CRC-64/XZ: finds every error of up to 64 bits in a row, and others but for one in 2^64.
[[nodiscard]] std::uint64_t checksum(std::string_view bytes);

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
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class Value>
  requires std::is_trivially_copyable_v<Value>
  void get(Value& value) { take(&value, sizeof value); }
  template <class Value>
  void get(std::vector<Value>& values) {
    std::size_t size = 0;
    get(size);
    if (size > bytes_.size() / sizeof(Value)) throw damaged();
    values.resize(size);
    take(values.data(), size * sizeof(Value));
  }

  static std::invalid_argument damaged() {
    return std::invalid_argument("the checkpoint is damaged or of another version");
  }

 private:
  void take(void* to, std::size_t size) {
    if (size > bytes_.size()) throw damaged();
    if (size > 0) std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
  }
  std::string_view bytes_;
};

enum class RecordKind : std::uint64_t { training = 1, finished_run = 2 };

/// Head of a record: what it is, and everything that its bits depend on.
[[nodiscard]] ByteWriter begun_record(RecordKind kind, const FlowSetup& setup, std::uint64_t run);
/// The bytes with their checksum behind them.
[[nodiscard]] std::string sealed(const ByteWriter& record);

struct OpenedRecord {
  RecordKind kind;
  ByteReader body;
};
/// Behind the head of a sealed record; `bytes` must outlive it. Throws std::invalid_argument for
/// bytes whose checksum is wrong and for a record of another setup or run.
[[nodiscard]] OpenedRecord opened(const std::string& bytes, const FlowSetup& setup,
                                  std::uint64_t run);

/// A finished run without densities. Its outcome is not kept: thresholds may change.
[[nodiscard]] std::string finished_record(const FlowRun& result, const FlowSetup& setup,
                                          std::uint64_t run);
[[nodiscard]] FlowRun finished_run(ByteReader& body);

}  // namespace annealvi::realnvp
