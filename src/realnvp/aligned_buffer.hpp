// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace annealvi::realnvp {

/// A fixed number of zeros that start on a cache line, so that no row of a block straddles one more
/// than it must.
template <class Scalar>
class AlignedBuffer {
 public:
  explicit AlignedBuffer(std::size_t size)
      : size_(size), data_(static_cast<Scalar*>(::operator new(size * sizeof(Scalar), line))) {
    std::fill_n(data_.get(), size, Scalar(0));
  }

  [[nodiscard]] Scalar* data() { return data_.get(); }
  [[nodiscard]] const Scalar* data() const { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t line{64};
  struct Deleter {
    void operator()(Scalar* data) const { ::operator delete(data, line); }
  };
  std::size_t size_;
  std::unique_ptr<Scalar, Deleter> data_;
};

}  // namespace annealvi::realnvp
