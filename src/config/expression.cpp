// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/expression.hpp"

#include "config/value_range.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace annealvi::config {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads from left to right, a function for each level of the grammar.
class Reader {
 public:
  Reader(std::string_view text, double d, double R) : text_(text), d_(d), R_(R) {}

  double whole() {
    const double value = sum();
    skip_spaces();
    if (place_ < text_.size()) fail("has something after its end");
    if (!std::isfinite(value))
      throw GrammarError(fmt::format("it is not finite at d = {:g}, R = {:g}", d_, R_));
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    const std::string found = place_ < text_.size()
                                  ? fmt::format("at '{}'", text_.substr(place_, 12))
                                  : std::string("at its end");
    throw GrammarError(fmt::format("it {} {}; it may be {}", what, found, expression_grammar));
  }

  void skip_spaces() {
    while (place_ < text_.size() && text_[place_] == ' ') ++place_;
  }
  bool take(char wanted) {
    skip_spaces();
    if (place_ == text_.size() || text_[place_] != wanted) return false;
    ++place_;
    return true;
  }

  double sum() {
    double value = product();
    for (;;) {
      if (take('+')) {
        value += product();
      } else if (take('-')) {
        value -= product();
      } else {
        return value;
      }
    }
  }

  double product() {
    double value = factor();
    for (;;) {
      if (take('*')) {
        value *= factor();
      } else if (take('/')) {
        value /= factor();
      } else {
        return value;
      }
    }
  }

  double factor() {
    constexpr int deepest = 64;  // a slip of the pen, and no reason to run out of stack
    if (++depth_ > deepest) fail("is nested too deeply");
    const bool negative = take('-');
    if (!negative) (void)take('+');
    const double value = negative ? -primary() : primary();
    --depth_;
    return value;
  }

  double primary() {
    if (take('(')) return closed();
    skip_spaces();
    const std::size_t begin = place_;
    if (begin < text_.size() && is_letter(text_[begin])) {
      while (place_ < text_.size() && is_letter(text_[place_])) ++place_;
      const std::string_view word = text_.substr(begin, place_ - begin);
      if (word == "d") return d_;
      if (word == "R") return R_;
      if (word == "sqrt" && take('(')) return std::sqrt(closed());
      place_ = begin;
      fail("has an unknown name");
    }
    return literal();
  }

  double closed() {
    const double value = sum();
    if (!take(')')) fail("needs a ')'");
    return value;
  }

  double literal() {
    const std::size_t begin = place_;
    const auto digits = [&] {
      while (place_ < text_.size() && (is_digit(text_[place_]) || text_[place_] == '.')) ++place_;
    };
    digits();
    if (place_ > begin && place_ < text_.size() && (text_[place_] == 'e' || text_[place_] == 'E')) {
      ++place_;
      if (place_ < text_.size() && (text_[place_] == '+' || text_[place_] == '-')) ++place_;
      digits();
    }
    const auto value = number_in(text_.substr(begin, place_ - begin));
    if (!value) {
      place_ = begin;
      fail("needs a number, d, R or sqrt(...)");
    }
    return *value;
  }

  std::string_view text_;
  double d_, R_;
  std::size_t place_ = 0;
  int depth_ = 0;
};

}  // namespace

double value_of_expression(std::string_view text, double d, double R) {
  return Reader(text, d, R).whole();
}

}  // namespace annealvi::config
