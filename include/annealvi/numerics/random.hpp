// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Counter-based random numbers: every draw is a pure function of (seed, stream, run, step, lane,
// index), so results do not depend on threads, on the order of runs, or on what was drawn before:
// theory/simulation.md (Random numbers).
// Bits: Philox4x32-10 of Random123 (Salmon et al., SC 2011).
#pragma once

#include <cstdint>
#include <span>

namespace annealvi {

/// Purposes that must never share bits.
enum class RandomStream : std::uint32_t {
  initial_state = 1,
  gradient_noise = 2,
  flow_start = 3,
  reduced_noise = 4,
  brownian_path = 5,
  brownian_signs = 6,
  network_start = 7,     ///< parameters of RealNVP
  network_training = 8,  ///< its batches
  network_evaluation = 9,
  mixture_start = 10,       ///< all coordinates of the means
  mixture_noise = 11,       ///< engine full
  mixture_statistics = 12,  ///< start of engines flow and reduced
  mixture_reduced_noise = 13,
  overlap_samples = 14,  ///< of the linear stage of many components
  permutation = 15       ///< of a permutation test
};

/// Names one sequence of draws. `lane` tells apart the component and the sample within a step. The
/// four functions below never share bits, even under one key.
struct RandomKey {
  std::uint64_t seed = 1;
  RandomStream stream = RandomStream::initial_state;
  std::uint64_t run = 0;
  std::uint64_t step = 0;
  std::uint32_t lane = 0;
};

/// out[i] ~ N(0, 1), a function of (key, i) alone: double precision, Box-Muller on 64-bit uniforms.
/// At most 2^33 values a key.
void fill_normal(const RandomKey& key, std::span<double> out);

/// The same in single precision for the inner loop of full SGD: z has 24-bit resolution and
/// |z| <= 6.7; its law differs from N(0, 1) by less than 1e-6 in Kolmogorov distance. Bits do not
/// depend on the instruction set. At most 2^34 values a key.
void fill_normal(const RandomKey& key, std::span<float> out);

/// chi^2 with `degrees_of_freedom` > 0 (not necessarily whole), exact law (Marsaglia-Tsang with
/// counted attempts), accurate up to 1e13 degrees of freedom; 0 degrees give 0. Throws
/// std::invalid_argument for negative or non-finite degrees.
[[nodiscard]] double chi_squared(const RandomKey& key, double degrees_of_freedom);

/// out[i] ~ chi^2, a function of (key, i) alone, ten times as fast: from single-precision normals,
/// law within 1e-6 of chi^2 in Kolmogorov distance. At most 2^24 values a key; throws as above.
void fill_chi_squared(const RandomKey& key, double degrees_of_freedom, std::span<double> out);

}  // namespace annealvi
