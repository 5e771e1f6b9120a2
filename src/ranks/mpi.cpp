// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sole user of MPI.
#include "annealvi/jobs/ranks.hpp"

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace annealvi {
namespace {

enum Tag : int { request_tag = 1, answer_tag = 2, end_tag = 3 };

/// Waiting MPI calls spin; who waits for a task that takes long is to leave the core to others.
class Patience {
 public:
  void wait() {
    std::this_thread::sleep_for(pause_);
    pause_ = std::min(pause_ * 3 / 2, longest);
  }

 private:
  static constexpr std::chrono::microseconds longest{2000};
  std::chrono::microseconds pause_{20};
};

class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    int given = 0, size = 1;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &given);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    // Without threads that may take turns the first rank works alone.
    others_ = given >= MPI_THREAD_SERIALIZED ? static_cast<std::size_t>(size) - 1 : 0;
    if (is_first() && others_ == 0) end_others(size - 1);
    waited_for_.resize(others_);
  }
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;

  ~MpiRanks() override {
    // An answer that nobody takes would keep its sender from ending.
    for (std::size_t other = 0; is_first() && other < others_; ++other)
      for (Patience patience; waited_for_[other] != 0; patience.wait()) (void)answer_of(other);
    if (is_first()) end_others(static_cast<int>(others_));
    MPI_Finalize();
  }

  [[nodiscard]] bool is_first() const override { return rank_ == 0; }
  [[nodiscard]] std::size_t others() const override { return others_; }

  std::optional<std::string> ask(std::size_t other, const std::string& request,
                                 const std::function<bool()>& stopped) override {
    {
      const std::scoped_lock lock(mutex_);
      send(rank_of(other), request_tag, request);
      waited_for_[other] = 1;
    }
    for (Patience patience; !stopped(); patience.wait()) {
      const std::scoped_lock lock(mutex_);
      if (auto answer = answer_of(other)) return answer;
    }
    return std::nullopt;
  }

  void serve(const std::function<std::string(const std::string&)>& answer) override {
    while (true) {
      std::optional<Message> message;
      for (Patience patience; !(message = received(0)); patience.wait()) {
      }
      if (message->tag == end_tag) return;
      send(0, answer_tag, answer(message->text));
    }
  }

 private:
  struct Message {
    int tag;
    std::string text;
  };

  static int rank_of(std::size_t other) { return static_cast<int>(other) + 1; }

  std::optional<std::string> answer_of(std::size_t other) {
    auto message = received(rank_of(other));
    if (!message) return std::nullopt;
    waited_for_[other] = 0;
    return std::move(message->text);
  }

  static void send(int rank, Tag tag, const std::string& text) {
    MPI_Send(text.data(), static_cast<int>(text.size()), MPI_CHAR, rank, tag, MPI_COMM_WORLD);
  }

  static std::optional<Message> received(int rank) {
    int there = 0, size = 0;
    MPI_Status status{};
    MPI_Iprobe(rank, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
    if (there == 0) return std::nullopt;
    MPI_Get_count(&status, MPI_CHAR, &size);
    std::string text(static_cast<std::size_t>(size), '\0');
    MPI_Recv(text.data(), size, MPI_CHAR, rank, status.MPI_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return Message{status.MPI_TAG, std::move(text)};
  }

  static void end_others(int others) {
    for (int rank = 1; rank <= others; ++rank) send(rank, end_tag, "");
  }

  int rank_ = 0;
  std::size_t others_ = 0;
  std::vector<char> waited_for_;  ///< of each other: it has not answered yet
  std::mutex mutex_;              ///< MPI calls of the first rank
};

}  // namespace

std::unique_ptr<Ranks> ranks_of_this_job() {
  // Set by mpirun of Open MPI. A program that it did not start does without: to begin MPI takes
  // time, opens ports and may fail.
  if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr) return nullptr;
  return std::make_unique<MpiRanks>();
}

}  // namespace annealvi
