// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/point_record.hpp"

#include "jobs/bytes.hpp"

namespace annealvi {

std::string encoded(const CurvePoint& point) {
  ByteWriter out;
  out.byte(point.probability ? 1 : 0);
  out.number(point.probability.value_or(0.0));
  out.number(point.lower);
  out.number(point.upper);
  // By name: the order of the statuses may change.
  out.text(status_name(point.status));
  out.text(point.note);
  return out.bytes();
}

CurvePoint decoded_point(CurvePoint empty, std::string_view bytes) {
  ByteReader in(bytes);
  CurvePoint point = std::move(empty);
  const bool known = in.byte() == 1;
  const double probability = in.number();
  point.probability = known ? std::optional(probability) : std::nullopt;
  point.lower = in.number();
  point.upper = in.number();
  const std::string status = in.text();
  point.note = in.text();
  if (!in.at_end()) throw std::runtime_error("a record goes on after its end");
  for (auto i = static_cast<int>(AnswerStatus::done);
       i <= static_cast<int>(AnswerStatus::interrupted); ++i) {
    point.status = static_cast<AnswerStatus>(i);
    if (status_name(point.status) == status) return point;
  }
  throw std::runtime_error("a record has an unknown status");
}

}  // namespace annealvi
