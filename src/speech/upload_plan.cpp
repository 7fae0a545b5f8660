// SPDX-License-Identifier: Apache-2.0
#include "speech/upload_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "audio/decode.h"
#include "audio/encode.h"
#include "speech/cross_talk.h"

namespace kolog::speech {
namespace {

constexpr std::uint64_t kFormBytes = 4'096;  // beside the audio

/// Samples of the clip that surely fit into one upload, and never none at all.
std::size_t longest_part(int sample_rate, std::uint64_t maximum_upload_bytes) {
  const auto bytes = maximum_upload_bytes > kFormBytes ? maximum_upload_bytes - kFormBytes : 0;
  const auto seconds = static_cast<double>(audio::samples_within(bytes)) / audio::kSpeechRate;
  const auto samples = static_cast<std::size_t>(seconds * sample_rate);
  // Resampling may round up.
  return std::max<std::size_t>(samples, 2) - 1;
}

std::vector<Stretch> cut(const std::vector<Stretch>& stretches, std::size_t longest) {
  std::vector<Stretch> pieces;
  for (auto [begin, end] : stretches) {
    for (; end - begin > longest; begin += longest) pieces.push_back({begin, begin + longest});
    pieces.push_back({begin, end});
  }
  return pieces;
}

/// Neighbouring stretches, the silence between them included, as long as the whole stays within `longest`.
std::vector<Stretch> joined(const std::vector<Stretch>& stretches, std::size_t longest) {
  std::vector<Stretch> whole;
  for (const auto& stretch : stretches) {
    if (!whole.empty() && stretch.end - whole.back().begin <= longest) {
      whole.back().end = stretch.end;
    } else {
      whole.push_back(stretch);
    }
  }
  return whole;
}

}  // namespace

std::vector<UploadPart> plan_uploads(const audio::Clip& clip, const VoiceActivity& voice_activity,
                                     std::uint64_t maximum_upload_bytes) {
  std::vector<UploadPart> parts;
  const auto longest = longest_part(clip.sample_rate, maximum_upload_bytes);
  const bool copies = audio::channels_are_identical(clip);
  std::vector<std::vector<Stretch>> found(clip.channels.size());
  for (std::size_t channel = 0; channel < (copies ? 1 : found.size()); ++channel) {
    found[channel] = voice_activity.find(clip.channels[channel], clip.sample_rate);
  }
  found = without_cross_talk(clip, std::move(found));
  for (std::size_t channel = 0; channel < found.size(); ++channel) {
    const auto speech = cut(found[channel], longest);
    for (const auto& samples : joined(speech, longest)) {
      UploadPart part{channel, samples, {}};
      std::copy_if(speech.begin(), speech.end(), std::back_inserter(part.speech),
                   [&](const Stretch& s) { return s.begin >= samples.begin && s.end <= samples.end; });
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

}  // namespace kolog::speech
