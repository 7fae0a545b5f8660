// SPDX-License-Identifier: Apache-2.0
#include "speech/window_plan.h"

#include <algorithm>
#include <utility>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSamplesOfMillisecond = audio::kSpeechRate / 1000;

/// The end of a word is known better than its beginning, which may lie before a pause; and the end of a
/// piece's last word may come a little late.
constexpr milliseconds kLateEnd{100};

std::size_t samples_in(milliseconds time) {
  return static_cast<std::size_t>(std::max(milliseconds{0}, time).count()) * kSamplesOfMillisecond;
}

void append(Window& window, const Stretch& next, const ModelHandling& handling) {
  auto& last = window.pieces.back();
  const auto pause = next.begin - last.samples.end;
  const auto whole = window.length() + pause + (next.end - next.begin);
  // A short pause stays: it belongs to how people speak, and a model hears where sentences end.
  if (pause <= samples_in(handling.kept_pause) && whole <= samples_in(handling.longest_window)) {
    last.samples.end = next.end;
  } else {
    window.pieces.push_back({next, window.length()});
  }
}

std::vector<Window> packed(std::size_t channel, const std::vector<Stretch>& speech,
                           const ModelHandling& handling) {
  std::vector<Window> windows;
  std::size_t utterances = 0;
  for (const auto& stretch : speech) {
    const bool more = handling.utterances == 0 || utterances < static_cast<std::size_t>(handling.utterances);
    const bool fits = !windows.empty() && windows.back().length() + (stretch.end - stretch.begin) <=
                                              samples_in(handling.longest_window);
    if (fits && more) {
      append(windows.back(), stretch, handling);
      ++utterances;
    } else {
      windows.push_back({channel, {{stretch, 0}}});
      utterances = 1;
    }
  }
  return windows;
}

}  // namespace

std::size_t Window::piece_at(milliseconds moment) const {
  const auto sample = samples_in(moment);
  const auto after =
      std::upper_bound(pieces.begin(), pieces.end(), sample,
                       [](std::size_t value, const Piece& piece) { return value < piece.offset; });
  return after == pieces.begin() ? 0 : static_cast<std::size_t>(after - pieces.begin()) - 1;
}

milliseconds Window::in_call(milliseconds moment) const {
  const auto& piece = pieces[piece_at(moment)];
  const auto inside = std::min(samples_in(moment) - piece.offset, piece.length());
  return time_of(piece.samples.begin + inside, audio::kSpeechRate);
}

std::vector<Window> WindowPlan::longest_stretches(std::size_t count) const {
  std::vector<Window> stretches;
  for (std::size_t channel = 0; channel < speech.size(); ++channel) {
    for (const auto& stretch : speech[channel]) stretches.push_back({channel, {{stretch, 0}}});
  }
  std::stable_sort(stretches.begin(), stretches.end(),
                   [](const Window& a, const Window& b) { return a.length() > b.length(); });
  stretches.resize(std::min(stretches.size(), count));
  return stretches;
}

WindowPlan plan_windows(std::vector<std::vector<Stretch>> speech, const ModelHandling& handling) {
  WindowPlan plan;
  for (std::size_t channel = 0; channel < speech.size(); ++channel) {
    for (auto& window : packed(channel, speech[channel], handling)) plan.windows.push_back(std::move(window));
  }
  for (const auto& window : plan.windows) plan.samples += window.length();
  std::stable_sort(plan.windows.begin(), plan.windows.end(),
                   [](const Window& a, const Window& b) { return a.length() > b.length(); });
  plan.speech = std::move(speech);
  return plan;
}

std::vector<float> samples_of(const Window& window, const audio::Clip& clip) {
  std::vector<float> samples;
  samples.reserve(window.length());
  const auto& channel = clip.channels[window.channel];
  for (const auto& piece : window.pieces) {
    samples.insert(samples.end(), channel.begin() + static_cast<std::ptrdiff_t>(piece.samples.begin),
                   channel.begin() + static_cast<std::ptrdiff_t>(piece.samples.end));
  }
  return samples;
}

std::vector<domain::Segment> place(const domain::Segment& segment, const Window& window) {
  domain::Segment moved = segment;
  moved.channel = static_cast<int>(window.channel);
  if (segment.words.empty()) {
    moved.start = window.in_call(segment.start);
    moved.end = std::max(moved.start, window.in_call(segment.end));
    return {std::move(moved)};
  }
  std::vector<domain::Segment> parts;
  std::size_t piece_of_part = 0;
  for (auto word : segment.words) {
    const auto index = window.piece_at(word.end - kLateEnd);
    const auto& piece = window.pieces[index];
    const auto moved_by =
        time_of(piece.samples.begin, audio::kSpeechRate) - time_of(piece.offset, audio::kSpeechRate);
    word.start = std::clamp(word.start + moved_by, time_of(piece.samples.begin, audio::kSpeechRate),
                            time_of(piece.samples.end, audio::kSpeechRate));
    word.end = std::clamp(word.end + moved_by, word.start, time_of(piece.samples.end, audio::kSpeechRate));
    if (parts.empty() || index != piece_of_part) {
      parts.push_back(moved);
      parts.back().words.clear();
      parts.back().text.clear();
      parts.back().start = word.start;
      piece_of_part = index;
    }
    auto& part = parts.back();
    part.text += (part.text.empty() ? "" : " ") + word.text;
    part.end = word.end;
    part.words.push_back(std::move(word));
  }
  return parts;
}

bool touches_speech(const domain::Segment& segment, const WindowPlan& plan) {
  const auto& speech = plan.speech[static_cast<std::size_t>(segment.channel)];
  return std::any_of(speech.begin(), speech.end(), [&](const Stretch& stretch) {
    return time_of(stretch.begin, audio::kSpeechRate) <= segment.end &&
           segment.start <= time_of(stretch.end, audio::kSpeechRate);
  });
}

}  // namespace kolog::speech
