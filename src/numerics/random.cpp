// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/numerics/random.hpp"

#include "numerics/box_muller.hpp"
#include "numerics/elementary.hpp"
#include "numerics/philox.hpp"
#include "numerics/random_part.hpp"
#include "numerics/vector_clones.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace annealvi {
namespace {

// A group of 32 words gives 32 normals: words 0 and 1 of block j give values j and 8 + j of the
// group, words 2 and 3 give 16 + j and 24 + j.
ANNEALVI_VECTOR_CLONES void box_muller_groups(const std::uint32_t* bits, float* out,
                                              std::size_t groups) {
  constexpr std::size_t lanes = philox_group_blocks;
  for (std::size_t half = 0; half < 2 * groups; ++half) {
    const std::uint32_t* radius_bits = bits + 2 * lanes * half;
    const std::uint32_t* angle_bits = radius_bits + lanes;
    float first[lanes], second[lanes];
    for (std::size_t j = 0; j < lanes; ++j) {
      const NormalPair pair = box_muller(radius_bits[j], angle_bits[j]);
      first[j] = pair.first;
      second[j] = pair.second;
    }
    std::copy_n(first, lanes, out + 2 * lanes * half);
    std::copy_n(second, lanes, out + 2 * lanes * half + lanes);
  }
}

double uniform(std::uint32_t low, std::uint32_t high) {
  const auto bits = static_cast<double>((std::uint64_t{high} << 32) | low);
  return (bits + 0.5) * 0x1p-64;  // in [2^-65, 1], with full relative resolution near 0
}

struct DoublePair {
  double first, second;
};

DoublePair normal_pair(const PhiloxBlock& bits) {
  const double radius = std::sqrt(-2.0 * math::log(uniform(bits[0], bits[1])));
  const double half_turns = 2.0 * uniform(bits[2], bits[3]);
  return {radius * math::cos_pi(half_turns), radius * math::sin_pi(half_turns)};
}

/// Word pairs 0, 1 of each group of 8 blocks to one normal a block.
ANNEALVI_VECTOR_CLONES void first_normals(const std::uint32_t* bits, float* out,
                                          std::size_t groups) {
  constexpr std::size_t lanes = philox_group_blocks;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::uint32_t* radius_bits = bits + philox_group_words * g;
    for (std::size_t j = 0; j < lanes; ++j) {
      out[lanes * g + j] = box_muller(radius_bits[j], radius_bits[lanes + j]).first;
    }
  }
}

/// True for 0 degrees of freedom; throws for impossible ones.
bool is_zero_checked(double degrees_of_freedom) {
  if (!(degrees_of_freedom >= 0.0) || !std::isfinite(degrees_of_freedom)) {
    throw std::invalid_argument("chi_squared: degrees of freedom must be finite and >= 0");
  }
  return degrees_of_freedom == 0.0;
}

/// chi^2(k) = 2 Gamma(k/2). Marsaglia and Tsang (2000) need a shape >= 1; below it,
/// Gamma(a) = Gamma(a + 1) U^(1/a).
class ChiSquaredSampler {
 public:
  explicit ChiSquaredSampler(double degrees_of_freedom)
      : shape_(0.5 * degrees_of_freedom),
        boosted_(shape_ < 1.0),
        scale_((boosted_ ? shape_ + 1.0 : shape_) - 1.0 / 3.0),
        spread_(1.0 / std::sqrt(9.0 * scale_)) {}

  /// Verdict on a normal x by a uniform u.
  [[nodiscard]] bool accepts(double x, double u) const {
    const double y = spread_ * x, square = x * x;
    if (y <= -1.0) return false;
    // Their squeeze: below the acceptance ratio for every shape, and nearly always enough.
    if (u < 1.0 - 0.0331 * square * square) return true;
    // log of the acceptance ratio, x^2/2 + scale (1 - v + log v) with v = (1 + y)^3. Written with
    // log(1 + y) - y because the terms of the plain form are 1e12 times larger than their sum at
    // 1e13 degrees of freedom; the quadratic terms x^2/2 - 3 scale y^2 make x^2/6.
    const double log_ratio = square / 6.0 + 3.0 * scale_ * math::log1pmx(y) - scale_ * y * y * y;
    return math::log(u) < log_ratio;
  }
  [[nodiscard]] bool boosted() const { return boosted_; }
  /// From an accepted x; `u` is used when boosted.
  [[nodiscard]] double value(double x, double u) const {
    const double root = 1.0 + spread_ * x;
    const double gamma = scale_ * root * root * root;
    return 2.0 * (boosted_ ? gamma * math::pow(u, 1.0 / shape_) : gamma);
  }

 private:
  double shape_;
  bool boosted_;
  double scale_, spread_;
};

}  // namespace

void fill_normal(const RandomKey& key, std::span<double> out) {
  const PhiloxSequence sequence = philox_sequence(key, DrawKind::normal_double);
  for (std::size_t i = 0; i < out.size(); i += 2) {
    const DoublePair pair = normal_pair(philox_block(sequence, static_cast<std::uint32_t>(i / 2)));
    out[i] = pair.first;
    if (i + 1 < out.size()) out[i + 1] = pair.second;
  }
}

void fill_normal(const RandomKey& key, std::span<float> out) {
  fill_normal_part(key, 0, out);
}

void fill_normal_part(const RandomKey& key, std::size_t first, std::span<float> out) {
  constexpr std::size_t chunk_groups = 16;  // 2 kB of bits, well inside the first-level cache
  alignas(64) std::array<std::uint32_t, chunk_groups * philox_group_words> bits;

  const PhiloxSequence sequence = philox_sequence(key, DrawKind::normal_single);
  for (std::size_t begin = 0; begin < out.size(); begin += bits.size()) {
    const std::span<float> chunk = out.subspan(begin, std::min(bits.size(), out.size() - begin));
    const std::size_t whole_groups = chunk.size() / philox_group_words;
    const std::span<float> rest = chunk.subspan(whole_groups * philox_group_words);
    const std::size_t groups = whole_groups + (rest.empty() ? 0 : 1);
    philox_groups(sequence, static_cast<std::uint32_t>((first + begin) / philox_group_words),
                  std::span(bits).first(groups * philox_group_words));
    box_muller_groups(bits.data(), chunk.data(), whole_groups);
    if (!rest.empty()) {
      std::array<float, philox_group_words> last_group;
      box_muller_groups(bits.data() + whole_groups * philox_group_words, last_group.data(), 1);
      std::copy_n(last_group.data(), rest.size(), rest.data());
    }
  }
}

double chi_squared(const RandomKey& key, double degrees_of_freedom) {
  if (is_zero_checked(degrees_of_freedom)) return 0.0;
  const ChiSquaredSampler sampler(degrees_of_freedom);
  const PhiloxSequence sequence = philox_sequence(key, DrawKind::chi_squared);
  for (std::uint32_t attempt = 0;; ++attempt) {
    const double x = normal_pair(philox_block(sequence, 2 * attempt)).first;
    const PhiloxBlock bits = philox_block(sequence, 2 * attempt + 1);
    if (!sampler.accepts(x, uniform(bits[0], bits[1]))) continue;
    return sampler.value(x, uniform(bits[2], bits[3]));
  }
}

void fill_chi_squared(const RandomKey& key, double degrees_of_freedom, std::span<double> out) {
  if (is_zero_checked(degrees_of_freedom)) {
    std::fill(out.begin(), out.end(), 0.0);
    return;
  }
  // Block (attempt, i) of 8 + 24 bits; the last attempt number stands for the draw of a boost. Of
  // 255 attempts, accepted with a probability above 0.95, all fail never.
  constexpr std::uint32_t boost = 255;
  const auto index = [](std::uint32_t attempt, std::size_t i) {
    return (attempt << 24) | static_cast<std::uint32_t>(i);
  };
  const ChiSquaredSampler sampler(degrees_of_freedom);
  const PhiloxSequence sequence = philox_sequence(key, DrawKind::chi_squared_fill);
  constexpr std::size_t lanes = philox_group_blocks, chunk_groups = 16;
  alignas(64) std::array<std::uint32_t, chunk_groups * philox_group_words> bits;
  std::array<float, chunk_groups * lanes> normal;
  for (std::size_t begin = 0; begin < out.size(); begin += normal.size()) {
    const std::span<double> chunk = out.subspan(begin, std::min(normal.size(), out.size() - begin));
    const std::size_t groups = (chunk.size() + lanes - 1) / lanes;
    philox_groups(sequence, static_cast<std::uint32_t>(begin / lanes),
                  std::span(bits).first(groups * philox_group_words));
    first_normals(bits.data(), normal.data(), groups);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const std::uint32_t* words = bits.data() + i / lanes * philox_group_words + i % lanes;
      auto x = double{normal[i]};
      double u = uniform(words[2 * lanes], words[3 * lanes]);
      for (std::uint32_t attempt = 1; !sampler.accepts(x, u) && attempt < boost; ++attempt) {
        const PhiloxBlock block = philox_block(sequence, index(attempt, begin + i));
        x = double{box_muller(block[0], block[1]).first};
        u = uniform(block[2], block[3]);
      }
      double boost_uniform = 1.0;
      if (sampler.boosted()) {
        const PhiloxBlock block = philox_block(sequence, index(boost, begin + i));
        boost_uniform = uniform(block[0], block[1]);
      }
      chunk[i] = sampler.value(x, boost_uniform);
    }
  }
}

}  // namespace annealvi
