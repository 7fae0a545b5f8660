// SPDX-License-Identifier: Apache-2.0
// One channel to another sample rate, piece by piece, without delay: the first sample that comes out stands
// at the time of the first that went in. One thread at a time.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <soxr.h>

#include "base/result.h"

namespace kolog::audio {

class Resampler {
 public:
  static Result<Resampler> open(int from_rate, int to_rate);

  /// Appends what can be said so far, -1 to 1; no samples mean the end, and append the rest.
  Result<void> process(std::span<const float> samples, std::vector<float>& into);

 private:
  struct Closer {
    void operator()(soxr_t stream) const { soxr_delete(stream); }
  };
  Resampler(soxr_t stream, double ratio) : stream_(stream), ratio_(ratio) {}

  std::unique_ptr<soxr, Closer> stream_;
  double ratio_;
  std::vector<float> room_;  // kept, since memory that was touched before is quicker
};

}  // namespace kolog::audio
