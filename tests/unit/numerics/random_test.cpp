// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/numerics/random.hpp"
#include "numerics/random_part.hpp"

#include "numerics/box_muller.hpp"
#include "numerics/philox.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/chi_squared.hpp>

#include <bit>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

template <class Number>
std::vector<Number> normals(const RandomKey& key, std::size_t count) {
  std::vector<Number> out(count);
  fill_normal(key, std::span<Number>(out));
  return out;
}

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// For many degrees of freedom Boost's series do not end; Wilson and Hilferty's cube-root law is
/// then exact to O(1/degrees of freedom).
double chi_squared_cdf(double x, double dof) {
  if (dof < 1e6) return boost::math::cdf(boost::math::chi_squared(dof), x);
  const double variance = 2.0 / (9.0 * dof);
  return normal_cdf((std::cbrt(x / dof) - (1.0 - variance)) / std::sqrt(variance));
}

template <class Number>
void check_normal_law(const RandomKey& key) {
  constexpr std::size_t n = 1'000'000;
  const auto drawn = normals<Number>(key, n);
  const std::vector<double> z(drawn.begin(), drawn.end());
  double moment[5] = {};
  for (const double x : z) {
    double power = 1.0;
    for (int k = 1; k <= 4; ++k) moment[k] += (power *= x) / n;
  }
  // Variances of z, z^2, z^3, z^4: 1, 2, 15, 96.
  CHECK_Z(moment[1] * std::sqrt(n / 1.0));
  CHECK_Z((moment[2] - 1.0) * std::sqrt(n / 2.0));
  CHECK_Z(moment[3] * std::sqrt(n / 15.0));
  CHECK_Z((moment[4] - 3.0) * std::sqrt(n / 96.0));
  CHECK(kolmogorov_statistic(z, normal_cdf) <= kolmogorov_limit);
}

}  // namespace

TEST_CASE("Philox4x32-10 gives the known answers of Random123's kat_vectors") {
  const auto block = [](PhiloxBlock counter, std::array<std::uint32_t, 2> key) {
    return philox_block({key, {counter[1], counter[2], counter[3]}}, counter[0]);
  };
  CHECK(block({0, 0, 0, 0}, {0, 0}) == PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("vectorised Philox agrees with Random123 block by block") {
  const PhiloxSequence sequence{{0xa4093822, 0x299f31d0}, {7, 0x13198a2e, 0x03707344}};
  for (const std::uint32_t first : {0U, 1U, 6U, 0x10000000U, 0x1ffffffcU}) {
    for (std::size_t groups = 0; groups <= 9; ++groups) {
      std::vector<std::uint32_t> fast(groups * philox_group_words), plain(fast.size());
      philox_groups(sequence, first, fast);
      philox_groups_portable(sequence, first, plain);
      CHECK(fast == plain);
    }
  }
}

TEST_CASE("value i of a single-precision fill is a function of key and i, whatever the clone") {
  const RandomKey key{.seed = 3, .stream = RandomStream::gradient_noise, .run = 5, .step = 7};
  const PhiloxSequence sequence = philox_sequence(key, DrawKind::normal_single);
  // This file is compiled without clones: scalar code, or whatever the compiler makes of it.
  std::vector<float> expected(1600);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t group = i / 32, place = i % 32;
    const PhiloxBlock bits =
        philox_block(sequence, static_cast<std::uint32_t>(8 * group + place % 8));
    const std::size_t word = place / 16 * 2;
    const NormalPair pair = box_muller(bits[word], bits[word + 1]);
    expected[i] = place % 16 < 8 ? pair.first : pair.second;
  }
  for (const std::size_t length :
       {0UL, 1UL, 7UL, 31UL, 32UL, 33UL, 100UL, 511UL, 512UL, 513UL, 1000UL, 1600UL}) {
    const auto filled = normals<float>(key, length);
    std::size_t different = 0;
    for (std::size_t i = 0; i < length; ++i) {
      different +=
          std::bit_cast<std::uint32_t>(filled[i]) != std::bit_cast<std::uint32_t>(expected[i]);
    }
    CHECK_MESSAGE(different == 0, "length " << length);
  }
}

TEST_CASE("value i of a double-precision fill does not depend on the length") {
  const RandomKey key{.seed = 11};
  const auto longest = normals<double>(key, 101);
  for (std::size_t length = 0; length <= 101; ++length) {
    const auto filled = normals<double>(key, length);
    CHECK(std::equal(filled.begin(), filled.end(), longest.begin()));
  }
}

TEST_CASE("single-precision Box-Muller follows the exact transform") {
  // Errors of radius and angle shift the distribution function by at most 0.25 times as much; 5e-7
  // keeps the promised 1e-6 in Kolmogorov distance.
  constexpr double promised = 5e-7;
  for (std::uint32_t i = 0; i < 200000; ++i) {
    const PhiloxBlock bits = philox_block({{1, 2}, {3, 4, 5}}, i);
    // A quarter of the radii from the extreme ends of their range.
    const std::uint32_t ends[4] = {bits[0], bits[0], bits[0] >> (bits[2] % 32),
                                   ~(bits[0] >> (bits[2] % 32))};
    const std::uint32_t radius_bits = ends[bits[3] % 4];
    const NormalPair pair = box_muller(radius_bits, bits[1]);
    const auto u = static_cast<double>((static_cast<float>(radius_bits >> 1) + 0.5F) * 0x1p-31F);
    const double radius = std::sqrt(-2.0 * std::log(u));
    REQUIRE_MESSAGE(std::abs(std::hypot(pair.first, pair.second) - radius) <= promised * radius,
                    "u = " << u);
    const double phi = std::numbers::pi / 4.0 * static_cast<std::int32_t>(bits[1] << 2) * 0x1p-31;
    const double cosine = (bits[1] >> 31 != 0 ? -1.0 : 1.0) * std::cos(phi);
    const bool exchange = ((bits[1] >> 30) & 1U) != 0;
    const double first = exchange ? std::sin(phi) : cosine,
                 second = exchange ? cosine : std::sin(phi);
    REQUIRE(std::abs(pair.first - radius * first) <= promised * radius);
    REQUIRE(std::abs(pair.second - radius * second) <= promised * radius);
  }
  CHECK(std::hypot(box_muller(0, 0).first, box_muller(0, 0).second) <= 6.7);
}

TEST_CASE("normals have the moments and the distribution function of N(0, 1)") {
  SUBCASE("double") {
    check_normal_law<double>({.seed = 2});
  }
  SUBCASE("single") {
    check_normal_law<float>({.seed = 2, .stream = RandomStream::gradient_noise});
  }
}

TEST_CASE("every field of the key changes the bits, and neighbours are uncorrelated") {
  const RandomKey base{
      .seed = 1, .stream = RandomStream::gradient_noise, .run = 2, .step = 3, .lane = 4};
  std::vector<RandomKey> others(7, base);
  others[0].seed = 2;
  others[1].run = 3;
  others[2].step = 4;
  others[3].lane = 5;
  others[4].stream = RandomStream::initial_state;
  others[5].step += 1ULL << 32;
  others[6].run += 1ULL << 32;
  constexpr std::size_t n = 100000;
  const auto reference = normals<float>(base, n);
  for (const RandomKey& other : others) {
    const auto z = normals<float>(other, n);
    double correlation = 0.0, squares = 0.0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double a = double{reference[i]}, b = double{z[i]};
      correlation += a * b;
      squares += (a * a - 1.0) * (b * b - 1.0);
      equal += reference[i] == z[i];
    }
    CHECK(equal < 5);
    CHECK_Z(correlation / std::sqrt(n));
    CHECK_Z(squares / std::sqrt(4.0 * n));
  }
}

TEST_CASE("pairs of seed and run with equal sum or exclusive or give different sequences") {
  std::set<std::array<std::uint32_t, 2>> keys;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    for (std::uint64_t run = 0; run < 64; ++run) {
      const RandomKey key{.seed = seed, .run = run};
      for (const DrawKind kind : {DrawKind::normal_double, DrawKind::normal_single}) {
        keys.insert(philox_sequence(key, kind).key);
      }
    }
  }
  CHECK(keys.size() == 2 * 64 * 64);
}

TEST_CASE("parts of a sequence of normals are those of the whole") {
  const RandomKey key{.seed = 3, .stream = RandomStream::mixture_reduced_noise, .run = 7};
  std::vector<float> whole(5000), part(1111);
  fill_normal(key, std::span(whole));
  for (const std::size_t first : {0U, 32U, 512U, 1024U, 3872U}) {
    fill_normal_part(key, first, part);
    CHECK(std::equal(part.begin(), part.end(), whole.begin() + static_cast<long>(first)));
  }
  fill_normal_part(key, 64, part);
  CHECK_FALSE(std::equal(part.begin(), part.end(), whole.begin() + 32));
}

constexpr double degrees_of_freedom[] = {0.5, 1.0, 2.0, 3.0, 999.0, 1e12, 1e13};

void check_chi_squared_law(const std::vector<double>& value, double dof) {
  CAPTURE(dof);
  std::vector<double> deviation, squares;
  for (const double x : value) {
    deviation.push_back((x - dof) / std::sqrt(2.0 * dof));
    squares.push_back(deviation.back() * deviation.back());
  }
  const auto [mean, mean_error] = mean_and_error(deviation);
  CHECK_Z(z_score(mean, mean_error, 0.0));
  const auto [variance, variance_error] = mean_and_error(squares);
  CHECK_Z(z_score(variance, variance_error, 1.0));
  CHECK(kolmogorov_statistic(value, [&](double x) { return chi_squared_cdf(x, dof); }) <=
        kolmogorov_limit);
}

TEST_CASE("chi-squared has the right mean, variance and distribution function") {
  std::vector<double> value(200000);
  for (const double dof : degrees_of_freedom) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      value[i] = chi_squared({.seed = 5, .stream = RandomStream::flow_start, .run = i}, dof);
    }
    check_chi_squared_law(value, dof);
  }
}

TEST_CASE("many chi-squared at once: the same law, value i whatever the length") {
  std::vector<double> value(200000);
  const RandomKey key{.seed = 6, .stream = RandomStream::reduced_noise};
  for (const double dof : degrees_of_freedom) {
    fill_chi_squared(key, dof, value);
    check_chi_squared_law(value, dof);
    std::vector<double> fewer(131);
    fill_chi_squared(key, dof, fewer);
    CHECK(std::ranges::equal(fewer, std::span(value).first(fewer.size())));
  }
  fill_chi_squared(key, 0.0, value);
  CHECK(*std::ranges::max_element(value) == 0.0);
  CHECK_THROWS_AS(fill_chi_squared(key, -1.0, value), std::invalid_argument);
}

TEST_CASE("the distribution test sees a chi-squared law with half a degree of freedom too many") {
  std::vector<double> value(200000);
  for (std::size_t i = 0; i < value.size(); ++i) value[i] = chi_squared({.run = i}, 99.5);
  CHECK(kolmogorov_statistic(value, [](double x) { return chi_squared_cdf(x, 99.0); }) >
        kolmogorov_limit);
}

TEST_CASE("chi-squared: zero degrees of freedom give zero, impossible ones throw") {
  CHECK(chi_squared({}, 0.0) == 0.0);
  CHECK_THROWS_AS((void)chi_squared({}, -1.0), std::invalid_argument);
  CHECK_THROWS_AS((void)chi_squared({}, std::nan("")), std::invalid_argument);
}
