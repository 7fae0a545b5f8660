// SPDX-License-Identifier: Apache-2.0
#include "audio/resampler.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace kolog::audio {
namespace {

/// From 8 to 16 kHz, LQ takes 8 dB off at 3.4 kHz, where a telephone's band ends, and MQ nothing up to
/// 3.6 kHz. An hour of a channel costs 0.11 s with LQ, 0.12 s with MQ and 0.13 s with HQ, which hears no
/// more.
constexpr unsigned long kRecipe = SOXR_MQ;

Error cannot_resample(const char* reason) {
  return failure(ErrorCode::internal, "The recording cannot be resampled.", reason);
}

}  // namespace

Result<Resampler> Resampler::open(int from_rate, int to_rate) {
  if (from_rate <= 0 || to_rate <= 0) return failure(ErrorCode::invalid_request, "No sample rate is given.");
  const auto quality = soxr_quality_spec(kRecipe, 0);
  soxr_error_t error = nullptr;
  auto* stream = soxr_create(from_rate, to_rate, 1, &error, nullptr, &quality, nullptr);
  if (stream == nullptr) return cannot_resample(soxr_strerror(error));
  return Resampler(stream, static_cast<double>(to_rate) / from_rate);
}

Result<void> Resampler::process(std::span<const float> samples, std::vector<float>& into) {
  constexpr std::size_t kSlack = 4096;
  const auto room = static_cast<std::size_t>(static_cast<double>(samples.size()) * ratio_) + kSlack;
  const bool is_end = samples.empty();
  while (true) {
    room_.resize(std::max(room_.size(), room));
    std::size_t consumed = 0;
    std::size_t produced = 0;
    const auto error = soxr_process(stream_.get(), is_end ? nullptr : samples.data(), samples.size(),
                                    &consumed, room_.data(), room, &produced);
    if (error != nullptr) return cannot_resample(soxr_strerror(error));
    // What was at full scale may swing beyond it between two samples.
    std::transform(room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(produced),
                   std::back_inserter(into), [](float sample) { return std::clamp(sample, -1.0F, 1.0F); });
    samples = samples.subspan(consumed);
    if (is_end ? produced < room : samples.empty() && produced < room) return {};
  }
}

}  // namespace kolog::audio
