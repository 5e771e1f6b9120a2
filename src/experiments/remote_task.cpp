// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/remote_task.hpp"

#include "annealvi/config/task_model.hpp"
#include "annealvi/jobs/numerics_version.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/point_record.hpp"
#include "jobs/bytes.hpp"
#include "simulation/engines.hpp"
#include "simulation/runs_record.hpp"

#include <chrono>
#include <exception>
#include <new>

namespace annealvi {
namespace {

using Kind = TaskAnswer::Kind;

struct Request {
  TaskIdentity task;
  std::uint64_t begin, end;
};

Request decoded_request(const std::string& words) {
  ByteReader in(words);
  TaskIdentity task{in.text(), in.text(), static_cast<int>(in.count())};
  const std::uint64_t begin = in.count(), end = in.count();
  return {std::move(task), begin, end};
}

std::string encoded_answer(const TaskAnswer& answer) {
  ByteWriter out;
  out.byte(static_cast<unsigned char>(answer.kind));
  out.text(answer.value);
  out.number(answer.seconds);
  out.text(answer.machine);
  return out.bytes();
}

void compute_formula(TaskAnswer& answer, const Config& config, Method method,
                     const std::atomic<bool>* interrupted) {
  const CurvePoint empty{
      .method = method, .end_time = config.end_time(), .probability = {}, .note = {}};
  const auto point = computed_point(
      empty, config, {.progress = {}, .interrupted = interrupted, .stored = {}}, [](double) {});
  answer.kind = point ? Kind::value : Kind::stopped;
  if (!point) return;
  if (point->note == no_memory_note) throw std::bad_alloc();
  answer.value = encoded(*point);
}

void compute_runs(TaskAnswer& answer, const Config& config, const Request& request,
                  const std::atomic<bool>* interrupted) {
  const RunSetup setup = config.run_setup();
  RunsRecord record{.first = request.begin, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  answer.kind = Kind::value;
  for (std::uint64_t number = request.begin; number < request.end; ++number) {
    const auto run = simulate_run_until(setup, number, {}, [&](double /*share*/) {
      return interrupted != nullptr && interrupted->load(std::memory_order_relaxed);
    });
    if (!run) {
      answer.kind = Kind::stopped;
      break;
    }
    record.add(*run);
  }
  answer.value = encoded(record);
}

}  // namespace

std::string task_request(const TaskIdentity& task, std::uint64_t begin, std::uint64_t end) {
  ByteWriter out;
  out.text(task.model);
  out.text(task.method);
  out.count(static_cast<std::uint64_t>(task.numerics_version));
  out.count(begin);
  out.count(end);
  return out.bytes();
}

TaskAnswer decoded_answer(const std::string& words) {
  ByteReader in(words);
  TaskAnswer answer{.kind = static_cast<Kind>(in.byte()), .value = in.text(), .machine = {}};
  answer.seconds = in.number();
  answer.machine = in.text();
  if (answer.kind > Kind::no_memory) throw std::runtime_error("an answer of an unknown kind");
  return answer;
}

std::string answer_to(const std::string& words, const std::atomic<bool>* interrupted) {
  const auto begin = std::chrono::steady_clock::now();
  TaskAnswer answer{.value = {}, .machine = machine_kind()};
  try {
    const Request request = decoded_request(words);
    const Config config = config_of_task(request.task.model, request.task.method);
    const std::optional<Method> method = method_named(request.task.method);
    const bool same = method && request.task.numerics_version == numerics_version &&
                      task_model(config, *method) == request.task.model;
    if (same && request.begin == request.end) compute_formula(answer, config, *method, interrupted);
    if (same && request.begin < request.end) compute_runs(answer, config, request, interrupted);
  } catch (const std::bad_alloc&) {
    answer.kind = Kind::no_memory;
  } catch (const std::exception&) {
    answer.kind = Kind::refused;  // whoever asked finds out why
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return encoded_answer(answer);
}

}  // namespace annealvi
