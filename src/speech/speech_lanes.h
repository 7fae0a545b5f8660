// SPDX-License-Identifier: Apache-2.0
// Threads that a loaded model's work is done on, shared by all recordings: whoever has windows to be done
// gets the next free lane in turn, so that a short call does not wait for the end of a long one, and one
// call's encoder works while another's decoder does. Any thread; owns its threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace kolog::speech {

class SpeechLanes {
 public:
  explicit SpeechLanes(std::size_t count);
  ~SpeechLanes();
  SpeechLanes(const SpeechLanes&) = delete;
  SpeechLanes& operator=(const SpeechLanes&) = delete;

  std::size_t count() const { return threads_.size(); }
  /// Callers of `run` with work that no lane has taken up yet.
  std::size_t waiting() const;

  /// Runs `work(lane, index)` for each index below `count`, in order, on as many lanes as are free; returns
  /// when all have ended. `work` must not throw; false from it takes back what has not begun.
  using Work = std::function<bool(std::size_t lane, std::size_t index)>;
  void run(std::size_t count, const Work& work);

 private:
  struct Batch {
    const Work* work;
    std::size_t count;
    std::size_t next = 0;
    std::size_t running = 0;
  };

  void run_lane(std::size_t lane);

  mutable std::mutex mutex_;
  std::condition_variable work_came_;
  std::condition_variable batch_ended_;
  std::list<Batch*> waiting_;  // with windows left; the front is served next
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace kolog::speech
