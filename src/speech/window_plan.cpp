// SPDX-License-Identifier: Apache-2.0
#include "speech/window_plan.h"

#include <algorithm>
#include <span>
#include <utility>

#include "audio/decode.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLongestWindow = 28;  // seconds; Whisper's own is 30
constexpr int kWhisperRate = 16'000;        // Hz

milliseconds time_of(std::size_t sample, int sample_rate) {
  return milliseconds{static_cast<long long>(sample) * 1000 / sample_rate};
}

bool overlaps_speech(const domain::Segment& segment, const std::vector<Stretch>& speech, int sample_rate) {
  return std::any_of(speech.begin(), speech.end(), [&](const Stretch& stretch) {
    return time_of(stretch.begin, sample_rate) <= segment.end &&
           segment.start <= time_of(stretch.end, sample_rate);
  });
}

}  // namespace

std::vector<Window> WindowPlan::longest_stretches(std::size_t count) const {
  std::vector<Window> stretches;
  for (std::size_t channel = 0; channel < speech.size(); ++channel) {
    for (const auto& stretch : speech[channel]) stretches.push_back({channel, stretch});
  }
  std::stable_sort(stretches.begin(), stretches.end(), [](const Window& a, const Window& b) {
    return a.samples.end - a.samples.begin > b.samples.end - b.samples.begin;
  });
  stretches.resize(std::min(stretches.size(), count));
  return stretches;
}

WindowPlan plan_windows(const audio::Clip& clip, const VoiceActivity& voice_activity, Windows how) {
  WindowPlan plan;
  const bool copies = audio::channels_are_identical(clip);
  const auto longest = kLongestWindow * static_cast<std::size_t>(clip.sample_rate);
  for (std::size_t channel = 0; channel < clip.channels.size(); ++channel) {
    auto speech = copies && channel > 0 ? std::vector<Stretch>{}
                                        : voice_activity.find(clip.channels[channel], clip.sample_rate);
    for (const auto& samples : how == Windows::joined ? joined(speech, longest) : speech) {
      plan.windows.push_back({channel, samples});
      plan.samples += samples.end - samples.begin;
    }
    plan.speech.push_back(std::move(speech));
  }
  return plan;
}

Result<std::vector<float>> samples_of(const Window& window, const audio::Clip& clip) {
  const auto& [begin, end] = window.samples;
  return audio::resample(std::span(clip.channels[window.channel]).subspan(begin, end - begin),
                         clip.sample_rate, kWhisperRate);
}

void place(std::vector<domain::Segment>& segments, const Window& window, const WindowPlan& plan,
           int sample_rate) {
  const auto offset = time_of(window.samples.begin, sample_rate);
  for (auto& segment : segments) {
    segment.channel = static_cast<int>(window.channel);
    segment.start += offset;
    segment.end += offset;
    for (auto& word : segment.words) {
      word.start += offset;
      word.end += offset;
    }
  }
  std::erase_if(segments, [&](const domain::Segment& segment) {
    return !overlaps_speech(segment, plan.speech[window.channel], sample_rate);
  });
}

}  // namespace kolog::speech
