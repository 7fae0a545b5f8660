// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_lanes.h"

#include <algorithm>

namespace kolog::speech {

SpeechLanes::SpeechLanes(std::size_t count) {
  for (std::size_t lane = 0; lane < std::max<std::size_t>(1, count); ++lane) {
    threads_.emplace_back([this, lane] { run_lane(lane); });
  }
}

SpeechLanes::~SpeechLanes() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  work_came_.notify_all();
}

std::size_t SpeechLanes::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void SpeechLanes::run(std::size_t count, const Work& work) {
  if (count == 0) return;
  Batch batch{&work, count};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&batch);
  work_came_.notify_all();
  batch_ended_.wait(lock, [&] { return batch.next == batch.count && batch.running == 0; });
}

void SpeechLanes::run_lane(std::size_t lane) {
  std::unique_lock lock(mutex_);
  while (true) {
    work_came_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto& batch = *waiting_.front();
    const auto index = batch.next++;
    ++batch.running;
    waiting_.pop_front();
    if (batch.next < batch.count) waiting_.push_back(&batch);
    lock.unlock();
    const bool go_on = (*batch.work)(lane, index);
    lock.lock();
    if (!go_on && batch.next < batch.count) {
      batch.next = batch.count;
      waiting_.remove(&batch);
    }
    if (--batch.running == 0 && batch.next == batch.count) batch_ended_.notify_all();
  }
}

}  // namespace kolog::speech
