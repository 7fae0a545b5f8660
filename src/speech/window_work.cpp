// SPDX-License-Identifier: Apache-2.0
#include "speech/window_work.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "speech/speech_edges.h"
#include "speech/window_key.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// A model sometimes stops writing while somebody still speaks. So much speech is worth another look.
constexpr milliseconds kWorthAnotherLook{2'000};
constexpr int kLooks = 4;

constexpr long long kSamplesOfMillisecond = audio::kSpeechRate / 1000;

void move_by(domain::Segment& segment, milliseconds offset) {
  segment.start += offset;
  segment.end += offset;
  for (auto& word : segment.words) {
    word.start += offset;
    word.end += offset;
  }
}

void align_pieces(std::vector<domain::Segment>& segments, const Window& window, const audio::Clip& clip) {
  for (const auto& piece : window.pieces) {
    const auto begin = time_of(piece.samples.begin, audio::kSpeechRate);
    const auto end = time_of(piece.samples.end, audio::kSpeechRate);
    std::vector<domain::Segment*> inside;
    for (auto& segment : segments) {
      if (segment.start >= begin && segment.start < end) inside.push_back(&segment);
    }
    align_with_sound(inside, clip.channels[window.channel], piece.samples);
  }
}

}  // namespace

WindowWork::WindowWork(Task task) : task_(std::move(task)), texts_(task_.plan.windows.size()) {}

bool WindowWork::run(WhisperDecoder& decoder, std::size_t index) {
  try {
    const auto& window = task_.plan.windows[index];
    const auto samples = samples_of(window, task_.clip);
    auto* const journal = task_.request.journal;
    const auto key = journal != nullptr ? key_of(window, samples) : std::string{};
    if (journal != nullptr) {
      if (auto known = journal->find(key)) {
        finish(index, std::move(*known));
        return true;
      }
    }
    auto text = text_of(decoder, window, samples);
    if (!text) return fail(text.error());
    if (journal != nullptr) journal->save(key, *text);
    finish(index, std::move(*text));
    return true;
  } catch (const std::exception& error) {
    return fail(failure(ErrorCode::internal, "The recording cannot be transcribed.", error.what()));
  }
}

Result<WindowText> WindowWork::text_of(WhisperDecoder& decoder, const Window& window,
                                       const std::vector<float>& samples) const {
  WindowText text;
  std::size_t offset = 0;
  for (int look = 0; look < kLooks && offset < samples.size(); ++look) {
    auto heard = decoder.text_of(std::span(samples).subspan(offset), task_.language, task_.request.stop);
    if (!heard) return heard.error();
    const auto covered = static_cast<std::size_t>(heard->covered.count() * kSamplesOfMillisecond);
    add(text, std::move(*heard), time_of(offset, audio::kSpeechRate), window);
    offset += covered;
    if (covered == 0 ||
        time_of(samples.size() - std::min(offset, samples.size()), audio::kSpeechRate) < kWorthAnotherLook)
      break;
  }
  align_pieces(text.segments, window, task_.clip);
  return text;
}

void WindowWork::add(WindowText& text, WhisperDecoder::Text heard, milliseconds offset,
                     const Window& window) const {
  const auto placed = [&](domain::Segment& segment) {
    move_by(segment, offset);
    auto parts = place(segment, window);
    if (!task_.word_times) {
      for (auto& part : parts) part.words.clear();
    }
    return parts;
  };
  for (auto& segment : heard.segments) {
    for (auto& part : placed(segment)) {
      if (touches_speech(part, task_.plan)) {
        text.segments.push_back(std::move(part));
      } else {
        text.dropped.push_back({std::move(part), domain::DropReason::outside_speech});
      }
    }
  }
  for (auto& [segment, reason] : heard.dropped) {
    for (auto& part : placed(segment)) text.dropped.push_back({std::move(part), reason});
  }
}

/// Where in the call the pieces were belongs to it: the text is kept with the call's times.
std::string WindowWork::key_of(const Window& window, const std::vector<float>& samples) const {
  auto circumstances = task_.circumstances;
  circumstances.append("/").append(domain::to_string(task_.language));
  circumstances.append(task_.word_times ? "/words/" : "/text/").append(std::to_string(window.channel));
  for (const auto& piece : window.pieces)
    circumstances.append("/").append(std::to_string(piece.samples.begin));
  return window_key(circumstances, samples);
}

bool WindowWork::fail(Error error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = std::move(error);
  return false;
}

void WindowWork::finish(std::size_t index, WindowText text) {
  const std::lock_guard lock(mutex_);
  texts_[index] = std::move(text);
  done_ += task_.plan.windows[index].length();
  if (task_.request.on_progress) {
    task_.request.on_progress(static_cast<double>(done_) / static_cast<double>(task_.plan.samples));
  }
}

Result<WindowText> WindowWork::result() {
  const std::lock_guard lock(mutex_);
  if (error_) return *error_;
  WindowText all;
  for (auto& text : texts_) {
    std::move(text.segments.begin(), text.segments.end(), std::back_inserter(all.segments));
    std::move(text.dropped.begin(), text.dropped.end(), std::back_inserter(all.dropped));
  }
  return all;
}

}  // namespace kolog::speech
