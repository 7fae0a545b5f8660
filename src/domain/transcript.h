// SPDX-License-Identifier: Apache-2.0
// What was said in a call: segments with speaker and times, and words within them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/call.h"
#include "domain/language.h"

namespace kolog::domain {

enum class Speaker { unknown, caller, agent };

std::string_view to_string(Speaker speaker);
Speaker parse_speaker(std::string_view text);

struct Word {
  std::string text;
  std::chrono::milliseconds start{};  // from the beginning of the call's recording
  std::chrono::milliseconds end{};
  double confidence = 0;  // 0 to 1

  bool operator==(const Word&) const = default;
};

struct Segment {
  int channel = 0;
  Speaker speaker = Speaker::unknown;
  std::chrono::milliseconds start{};
  std::chrono::milliseconds end{};
  std::string text;
  double confidence = 0;
  std::vector<Word> words = {};

  bool operator==(const Segment&) const = default;
};

/// Why what a speech model wrote is not taken for what somebody said.
enum class DropReason {
  no_speech,      // the model itself doubts that there is speech
  unsure,         // none of its attempts came near being sure
  repetition,     // it goes in circles
  known_phrase,   // what models write over silence
  outside_speech  // where nobody spoke
};

std::string_view to_string(DropReason reason);
std::optional<DropReason> parse_drop_reason(std::string_view text);

struct DroppedSegment {
  Segment segment;
  DropReason reason = DropReason::no_speech;

  bool operator==(const DroppedSegment&) const = default;
};

struct Transcript {
  std::optional<Language> language;
  std::chrono::milliseconds duration{};
  std::vector<Segment> segments;             // by start
  std::vector<DroppedSegment> dropped = {};  // by start; not part of the text

  bool operator==(const Transcript&) const = default;
};

/// Who speaks on a channel. Twilio puts the parent leg on channel 0 and the child on 1: on an inbound call
/// the parent leg is the caller, on an outbound one the business's side. One channel of a `<Record>` is the
/// caller alone; any other single channel holds both.
Speaker speaker_of_channel(Direction direction, std::string_view recording_source, int channel, int channels);

/// One line a segment, `Caller: …` / `Agent: …` (`לקוח:` / `נציג:` in Hebrew); without labels where nobody is
/// known.
std::string plain_text(const Transcript& transcript);

/// Reads what `plain_text` writes and what people write: a line a segment, labels welcome in both languages,
/// no times.
Transcript parse_plain_text(std::string_view text);

/// SubRip and WebVTT cues, one a segment.
std::string to_srt(const Transcript& transcript);
std::string to_vtt(const Transcript& transcript);

}  // namespace kolog::domain
