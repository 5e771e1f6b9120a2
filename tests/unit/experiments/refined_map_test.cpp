// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Refinement against functions that are known everywhere: every grid point is compared.
#include "annealvi/experiments/refined_map.hpp"

#include "support/closeness.hpp"

#include <limits>
#include <numeric>
#include <set>
#include <utility>

namespace annealvi {
namespace {

using Function = std::function<double(double x, double y)>;
using Source = MapPoint::Source;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> even(std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return values;
}

// A front that is steep on one side, as P is beyond the safe temperature: from 0.4 to 1e-17.
double front(double x, double y) {
  const double depth = 40.0 * x * y / (1.0 + std::exp(-25.0 * (x - 0.4 - 0.1 * y)));
  return probability_of_logit(-0.4 - depth);
}

// Exact values of `P` at the grid points, counted and checked to be asked for once.
class Oracle {
 public:
  Oracle(Function P, std::vector<double> x, std::vector<double> y)
      : P_(std::move(P)), x_(std::move(x)), y_(std::move(y)) {}

  RefinedMap map(const RefinementOptions& options, std::size_t most = 1'000'000) {
    return refined_map(x_, y_, options, [&](std::span<const GridIndex> wanted) {
      std::vector<std::optional<MapValue>> values;
      for (const GridIndex at : wanted) {
        CHECK(asked_.insert({at.x, at.y}).second);
        values.push_back(asked_.size() > most ? std::nullopt
                                              : std::optional(MapValue{exact(at.x, at.y), 0.0}));
      }
      return values;
    });
  }
  [[nodiscard]] double exact(std::size_t x, std::size_t y) const { return P_(x_[x], y_[y]); }

  // Largest error of logit P over its allowance.
  [[nodiscard]] double largest_error(const RefinedMap& map) const {
    double largest = 0.0;
    for (std::size_t y = 0; y < map.rows; ++y) {
      for (std::size_t x = 0; x < map.columns; ++x) {
        const double wanted = logit(exact(x, y));
        const double error = std::abs(logit(map.at(x, y).value.probability) - wanted);
        largest = std::max(largest, error / allowance(wanted));
      }
    }
    return largest;
  }

 private:
  Function P_;
  std::vector<double> x_, y_;
  std::set<std::pair<std::size_t, std::size_t>> asked_;
};

}  // namespace

TEST_CASE("logit: relative error of the smaller of P and 1 - P, ends of doubles included") {
  for (const double P : {1e-280, 1e-30, 1e-3, 0.5, 0.75}) {
    // exp and log of an argument of |ln P| lose that many units
    CHECK_RELATIVE(probability_of_logit(logit(P)), P, test::rounding * 700.0);
  }
  CHECK(probability_of_logit(logit(0.0)) == 0.0);
  CHECK(probability_of_logit(logit(1.0)) == 1.0);
  CHECK(std::isnan(logit(nan)));
  CHECK(allowance(logit(0.5)) == 1.0);
  CHECK_RELATIVE(allowance(logit(1e-30)), 10.0, test::rounding);
}

TEST_CASE("a front is interpolated as well as wanted from few of its points") {
  for (const double wanted : {0.05, 0.01}) {
    Oracle oracle(front, even(200), even(180));
    const RefinedMap map = oracle.map({.interpolation_error = wanted});
    CAPTURE(wanted);
    CHECK(oracle.largest_error(map) <= wanted);
    CHECK(map.computed < 36'000 / 10);
    CHECK(map.held_out == 64);
    CHECK(map.held_out_error <= wanted);
    CHECK(map.held_out_error <= oracle.largest_error(map));
  }
}

TEST_CASE("what is asked for matters: a loose map is worse than a tight one promises") {
  Oracle loose(front, even(200), even(180)), tight(front, even(200), even(180));
  const RefinedMap rough = loose.map({.interpolation_error = 0.5, .held_out = 0});
  const RefinedMap fine = tight.map({.interpolation_error = 0.01});
  CHECK(loose.largest_error(rough) > 0.01);
  CHECK(rough.computed < fine.computed);
}

TEST_CASE("the stated error covers the real one at nearly all interpolated points") {
  Oracle oracle(front, even(200), even(180));
  const RefinedMap map = oracle.map({.interpolation_error = 0.05});
  std::size_t interpolated = 0, covered = 0;
  for (std::size_t y = 0; y < map.rows; ++y) {
    for (std::size_t x = 0; x < map.columns; ++x) {
      const MapPoint& point = map.at(x, y);
      if (point.source != Source::interpolated) continue;
      ++interpolated;
      if (std::abs(point.value.probability - oracle.exact(x, y)) <= point.value.error) ++covered;
    }
  }
  CHECK(static_cast<double>(covered) >= 0.95 * static_cast<double>(interpolated));
}

TEST_CASE("refinement goes where the function is steep, and only in that direction") {
  const auto wall = [](double x, double) { return 0.4 / (1.0 + std::exp(60.0 * (x - 0.7))); };
  Oracle oracle(wall, even(200), even(200));
  const RefinedMap map = oracle.map({.interpolation_error = 0.02, .held_out = 0});
  std::size_t left = 0, right = 0;
  for (std::size_t y = 0; y < 200; ++y) {
    for (std::size_t x = 0; x < 200; ++x) {
      if (map.at(x, y).source == Source::computed) ++(x < 100 ? left : right);
    }
  }
  CHECK(oracle.largest_error(map) <= 0.02);
  CHECK(right > left);
  CHECK(map.computed < 600);  // rows stay apart: 40 wide cells of full height would need 200
}

TEST_CASE("held-out points find what the cells overlooked") {
  // A narrow ridge between the nodes of all large cells.
  const auto ridge = [](double x, double y) {
    const double a = (x - 0.555) / 0.02, b = (y - 0.445) / 0.3;
    return 0.1 + 0.3 * std::exp(-a * a - b * b);
  };
  Oracle without(ridge, even(200), even(200)), with(ridge, even(200), even(200));
  const double overlooked = without.largest_error(without.map({.held_out = 0}));
  const double found = with.largest_error(with.map({.held_out = 400}));
  CHECK(overlooked > 0.1);
  CHECK(found < overlooked / 2.0);
}

TEST_CASE("plateaus are exact and cost nothing more") {
  for (const double P : {0.0, 0.5, 1.0}) {
    Oracle oracle([P](double, double) { return P; }, even(100), even(100));
    const RefinedMap map = oracle.map({});
    CHECK(map.computed == 25 + 4 + 64);
    for (const MapPoint& point : map.points) {
      CHECK_ABSOLUTE(point.value.probability, P, test::rounding);
    }
  }
}

TEST_CASE("a jump is found to the pixel and nothing is interpolated across it") {
  const auto jump = [](double x, double y) { return x + 0.3 * y < 0.6 ? 0.5 : 0.0; };
  Oracle oracle(jump, even(90), even(70));
  const RefinedMap map = oracle.map({});
  std::size_t wrong = 0;
  for (std::size_t y = 0; y < map.rows; ++y) {
    for (std::size_t x = 0; x < map.columns; ++x) {
      const double P = map.at(x, y).value.probability;
      if (!test::absolutely_close(P, oracle.exact(x, y), test::rounding)) ++wrong;
    }
  }
  CHECK(wrong == 0);
  CHECK(map.computed < 90 * 70 / 2);
}

TEST_CASE("values that cannot be computed are kept as such; their neighbours are not guessed") {
  const auto broken = [](double x, double y) { return x > 0.6 && y > 0.6 ? nan : front(x, y); };
  Oracle oracle(broken, even(60), even(60));
  const RefinedMap map = oracle.map({});
  for (std::size_t y = 0; y < map.rows; ++y) {
    for (std::size_t x = 0; x < map.columns; ++x) {
      const MapPoint& point = map.at(x, y);
      if (std::isnan(oracle.exact(x, y))) {
        CHECK(point.source == Source::computed);
        CHECK(std::isnan(point.value.probability));
      } else {
        CHECK(std::isfinite(point.value.probability));
      }
    }
  }
}

TEST_CASE("an interruption keeps what is known and invents nothing") {
  Oracle oracle(front, even(100), even(100));
  const RefinedMap map = oracle.map({}, 150);
  const auto count = [&](Source source) {
    return std::count_if(map.points.begin(), map.points.end(),
                         [source](const MapPoint& point) { return point.source == source; });
  };
  CHECK(count(Source::computed) == 150);
  CHECK(map.computed == 150);
  CHECK(count(Source::missing) > 0);
}

TEST_CASE("on a small grid the check is not the computation") {
  Oracle oracle([](double x, double y) { return 0.1 + 0.1 * x * y; }, even(10), even(9));
  const RefinedMap map = oracle.map({.interpolation_error = 0.1});
  CHECK(map.held_out > 0);
  CHECK(map.computed < 10 * 9 * 2 / 3);
}

TEST_CASE("without interpolation every point is computed") {
  Oracle oracle(front, even(30), even(17));
  const RefinedMap map = oracle.map({.interpolation_error = 0.0});
  CHECK(map.computed == 30 * 17);
  CHECK(oracle.largest_error(map) == 0.0);
}

TEST_CASE("every size of grid is filled, on uneven and falling coordinates too") {
  for (std::size_t columns = 1; columns < 20; ++columns) {
    std::vector<double> x(columns), y{5.0, 4.0, 2.5, 2.0, 1.0, 0.5, 0.2};
    for (std::size_t i = 0; i < columns; ++i) x[i] = static_cast<double>(i * i + 3 * i);
    Oracle oracle([](double a, double b) { return probability_of_logit(-0.02 * a - b); }, x, y);
    const RefinedMap map = oracle.map({.interpolation_error = 1e-9});
    CAPTURE(columns);
    // A plane: any degree reproduces it, whatever the spacing.
    CHECK(oracle.largest_error(map) < 1e-9);
  }
}

TEST_CASE("rough values with honest errors do not make it chase noise") {
  const auto rough = [](double x, double y) {
    const double scatter = std::sin(1e6 * x) * std::cos(1e6 * y);
    return 0.2 * (1.0 + 0.1 * scatter);
  };
  const auto requests = [&](double error) {
    const std::vector<double> x = even(100), y = even(100);
    return refined_map(x, y, {},
                       [&](std::span<const GridIndex> wanted) {
                         std::vector<std::optional<MapValue>> values;
                         for (const GridIndex at : wanted) {
                           values.push_back(MapValue{rough(x[at.x], y[at.y]), error});
                         }
                         return values;
                       })
        .computed;
  };
  CHECK(requests(0.1) < 200);
  CHECK(requests(0.0) > 9000);
}

TEST_CASE("the border of what is covered is found to the point, inside cells are interpolated") {
  const auto axis = even(65);
  const auto covered = [&](GridIndex at) { return axis[at.x] + 0.3 * axis[at.y] < 0.77; };
  const RefinedMap map = refined_map(axis, axis, {}, [&](std::span<const GridIndex> wanted) {
    std::vector<std::optional<MapValue>> values;
    for (const GridIndex at : wanted) values.push_back(MapValue{0.1, 0.0, covered(at)});
    return values;
  });
  for (std::size_t y = 0; y < axis.size(); ++y) {
    for (std::size_t x = 0; x < axis.size(); ++x) {
      CHECK(map.at(x, y).value.covered == covered({x, y}));
    }
  }
  CHECK(map.computed < map.points.size() / 2);
}

}  // namespace annealvi
