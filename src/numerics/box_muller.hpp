// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Box-Muller in single precision from 32 + 32 random bits. Straight-line arithmetic without library
// calls or fused operations, so that a loop over it vectorises and gives the same bits everywhere.
#pragma once

#include "numerics/vector_clones.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace annealvi {

struct NormalPair {
  float first, second;
};

/// -2 log u for u in [2^-32, 1], relative error < 4e-7: u = 2^e (1 + f) with 1 + f in
/// [1/sqrt 2, sqrt 2) and the minimax polynomial of log(1 + f)/f (1.7e-7), coefficients times -2.
ANNEALVI_ALWAYS_INLINE float minus_two_log(float u) {
  constexpr std::int32_t inverse_root_two =
      0x3f3504f3;  // its bits: where the mantissa range starts
  const auto bits = std::bit_cast<std::int32_t>(u);
  const std::int32_t exponent = (bits - inverse_root_two) >> 23;
  const float f = std::bit_cast<float>(bits - exponent * (1 << 23)) - 1.0F;
  float p = 2.021379212e-01F;
  p = p * f + -3.244516184e-01F;
  p = p * f + 3.450165942e-01F;
  p = p * f + -3.980033082e-01F;
  p = p * f + 4.993981812e-01F;
  p = p * f + -6.667011790e-01F;
  p = p * f + 1.0000073024F;
  p = p * f + -1.9999998906F;
  return p * f + static_cast<float>(exponent) * -1.3862943611F;
}

/// Radius sqrt(-2 log u) from 31 bits, u in [2^-32, 1]: at most 6.66. Angle = one of eight octants
/// from the top two bits and the sign of phi, |phi| <= pi/4 from the other 30.
ANNEALVI_ALWAYS_INLINE NormalPair box_muller(std::uint32_t radius_bits, std::uint32_t angle_bits) {
  const float u =
      (static_cast<float>(static_cast<std::int32_t>(radius_bits >> 1)) + 0.5F) * 0x1p-31F;
  const float radius = std::sqrt(minus_two_log(u));

  const float x = static_cast<float>(static_cast<std::int32_t>(angle_bits << 2)) * 0x1p-31F;
  const float y = x * x;
  // Minimax on |x| <= 1: sin(pi x/4)/x to 2.4e-9 and cos(pi x/4) to 2.8e-8.
  const float sine = x * (((-3.595450779e-05F * y + 2.490007127e-03F) * y + -8.074543483e-02F) * y +
                          7.853981610e-01F);
  const float positive_cosine =
      ((-3.188805085e-04F * y + 1.584991526e-02F) * y + -3.084242536e-01F) * y + 9.999999724e-01F;
  const std::uint32_t cosine_bits =
      std::bit_cast<std::uint32_t>(positive_cosine) ^ (angle_bits & 0x80000000U);
  const auto sine_bits = std::bit_cast<std::uint32_t>(sine);
  // Exchange the two where the mask is all ones; a conditional would keep the loop from
  // vectorising.
  const std::uint32_t mask = 0U - ((angle_bits >> 30) & 1U);
  const std::uint32_t exchanged = (cosine_bits ^ sine_bits) & mask;
  return {radius * std::bit_cast<float>(cosine_bits ^ exchanged),
          radius * std::bit_cast<float>(sine_bits ^ exchanged)};
}

}  // namespace annealvi
