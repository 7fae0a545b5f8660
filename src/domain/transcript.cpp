// SPDX-License-Identifier: Apache-2.0
#include "domain/transcript.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace kolog::domain {
namespace {

using std::chrono::milliseconds;

std::string cue_time(milliseconds time, char decimal_mark) {
  const std::chrono::hh_mm_ss<milliseconds> t{time};
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", t.hours().count(), t.minutes().count(), t.seconds().count(),
                     decimal_mark, t.subseconds().count());
}

std::string_view label(Speaker speaker, std::optional<Language> language) {
  const bool hebrew = language == Language::hebrew;
  switch (speaker) {
    case Speaker::caller:
      return hebrew ? "לקוח: " : "Caller: ";
    case Speaker::agent:
      return hebrew ? "נציג: " : "Agent: ";
    case Speaker::unknown:
      return "";
  }
  return "";
}

constexpr std::array<std::pair<std::string_view, Speaker>, 14> kLabels = {{
    {"Caller:", Speaker::caller},
    {"caller:", Speaker::caller},
    {"Customer:", Speaker::caller},
    {"customer:", Speaker::caller},
    {"לקוח:", Speaker::caller},
    {"לקוחה:", Speaker::caller},
    {"מתקשר:", Speaker::caller},
    {"מתקשרת:", Speaker::caller},
    {"Agent:", Speaker::agent},
    {"agent:", Speaker::agent},
    {"נציג:", Speaker::agent},
    {"נציגה:", Speaker::agent},
    {"מוקד:", Speaker::agent},
    {"Business:", Speaker::agent},
}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// `<` and `&` start markup in a WebVTT cue.
std::string escaped_for_vtt(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string_view to_string(Speaker speaker) {
  switch (speaker) {
    case Speaker::caller:
      return "caller";
    case Speaker::agent:
      return "agent";
    case Speaker::unknown:
      return "unknown";
  }
  return "unknown";
}

Speaker parse_speaker(std::string_view text) {
  if (text == "caller") return Speaker::caller;
  if (text == "agent") return Speaker::agent;
  return Speaker::unknown;
}

std::string_view to_string(DropReason reason) {
  switch (reason) {
    case DropReason::no_speech:
      return "no_speech";
    case DropReason::unsure:
      return "unsure";
    case DropReason::repetition:
      return "repetition";
    case DropReason::known_phrase:
      return "known_phrase";
    case DropReason::outside_speech:
      return "outside_speech";
  }
  return "no_speech";
}

std::optional<DropReason> parse_drop_reason(std::string_view text) {
  for (const auto reason : {DropReason::no_speech, DropReason::unsure, DropReason::repetition,
                            DropReason::known_phrase, DropReason::outside_speech}) {
    if (text == to_string(reason)) return reason;
  }
  return std::nullopt;
}

Speaker speaker_of_channel(Direction direction, std::string_view recording_source, int channel,
                           int channels) {
  if (channels == 1) return recording_source == "RecordVerb" ? Speaker::caller : Speaker::unknown;
  if (channels != 2 || direction == Direction::unknown) return Speaker::unknown;
  const bool parent_leg = channel == 0;
  return parent_leg == (direction == Direction::inbound) ? Speaker::caller : Speaker::agent;
}

std::string plain_text(const Transcript& transcript) {
  std::string text;
  for (const auto& segment : transcript.segments) {
    if (!text.empty()) text += '\n';
    text.append(label(segment.speaker, transcript.language)).append(segment.text);
  }
  return text;
}

Transcript parse_plain_text(std::string_view text) {
  Transcript transcript;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = trimmed(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    Segment segment;
    for (const auto& [name, speaker] : kLabels) {
      if (line.starts_with(name)) {
        segment.speaker = speaker;
        line = trimmed(line.substr(name.size()));
        break;
      }
    }
    if (line.empty()) continue;
    segment.channel = segment.speaker == Speaker::agent ? 1 : 0;
    segment.text = line;
    segment.confidence = 1;
    transcript.segments.push_back(std::move(segment));
  }
  return transcript;
}

std::string to_srt(const Transcript& transcript) {
  std::string text;
  int number = 0;
  for (const auto& segment : transcript.segments) {
    text +=
        fmt::format("{}\n{} --> {}\n{}{}\n\n", ++number, cue_time(segment.start, ','),
                    cue_time(segment.end, ','), label(segment.speaker, transcript.language), segment.text);
  }
  return text;
}

std::string to_vtt(const Transcript& transcript) {
  std::string text = "WEBVTT\n\n";
  for (const auto& segment : transcript.segments) {
    const auto voice =
        segment.speaker == Speaker::unknown ? "" : fmt::format("<v {}>", to_string(segment.speaker));
    text += fmt::format("{} --> {}\n{}{}\n\n", cue_time(segment.start, '.'), cue_time(segment.end, '.'),
                        voice, escaped_for_vtt(segment.text));
  }
  return text;
}

}  // namespace kolog::domain
