// SPDX-License-Identifier: Apache-2.0
#include "domain/transcript.h"

#include <limits>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "domain/transcript_json.h"

namespace kolog::domain {
namespace {

using namespace std::chrono_literals;

Segment segment(Speaker speaker, std::string text, std::chrono::milliseconds start = 0ms,
                std::chrono::milliseconds end = 0ms) {
  Segment made;
  made.channel = speaker == Speaker::agent ? 1 : 0;
  made.speaker = speaker;
  made.start = start;
  made.end = end;
  made.text = std::move(text);
  made.confidence = 1;
  return made;
}

Transcript conversation(std::optional<Language> language) {
  return {language,
          90s,
          {segment(Speaker::caller, "Hello", 1250ms, 3500ms),
           segment(Speaker::agent, "How can I help?", 4s, 3'725'006ms), segment(Speaker::unknown, "Beep")}};
}

TEST(SpeakerOfChannel, FollowsTheLegsOfADualRecording) {
  struct Row {
    Direction direction;
    int channel;
    Speaker speaker;
  };
  for (const auto& row :
       {Row{Direction::inbound, 0, Speaker::caller}, Row{Direction::inbound, 1, Speaker::agent},
        Row{Direction::outbound, 0, Speaker::agent}, Row{Direction::outbound, 1, Speaker::caller},
        Row{Direction::unknown, 0, Speaker::unknown}, Row{Direction::unknown, 1, Speaker::unknown}}) {
    EXPECT_EQ(speaker_of_channel(row.direction, "DialVerb", row.channel, 2), row.speaker)
        << to_string(row.direction) << " " << row.channel;
  }
}

TEST(SpeakerOfChannel, OneChannelIsTheCallerOnlyOfARecordVerb) {
  EXPECT_EQ(speaker_of_channel(Direction::inbound, "RecordVerb", 0, 1), Speaker::caller);
  EXPECT_EQ(speaker_of_channel(Direction::inbound, "DialVerb", 0, 1), Speaker::unknown);
  EXPECT_EQ(speaker_of_channel(Direction::inbound, "", 0, 1), Speaker::unknown);
}

TEST(SpeakerOfChannel, NobodyIsKnownInAConference) {
  EXPECT_EQ(speaker_of_channel(Direction::inbound, "Conference", 0, 3), Speaker::unknown);
  EXPECT_EQ(speaker_of_channel(Direction::inbound, "Conference", 0, 0), Speaker::unknown);
}

TEST(PlainText, NamesTheSpeakersInTheCallsLanguage) {
  EXPECT_EQ(plain_text(conversation(Language::english)), "Caller: Hello\nAgent: How can I help?\nBeep");
  EXPECT_EQ(plain_text(conversation(std::nullopt)), "Caller: Hello\nAgent: How can I help?\nBeep");
  EXPECT_EQ(plain_text(conversation(Language::hebrew)), "לקוח: Hello\nנציג: How can I help?\nBeep");
  EXPECT_EQ(plain_text({}), "");
}

TEST(PlainText, IsReadBack) {
  for (const auto language : {Language::english, Language::hebrew}) {
    const auto read = parse_plain_text(plain_text(conversation(language)));
    ASSERT_EQ(read.segments.size(), 3U);
    EXPECT_EQ(read.segments[0], segment(Speaker::caller, "Hello"));
    EXPECT_EQ(read.segments[1], segment(Speaker::agent, "How can I help?"));
    EXPECT_EQ(read.segments[2], segment(Speaker::unknown, "Beep"));
  }
}

TEST(PlainText, IsReadAsPeopleWriteIt) {
  const auto read =
      parse_plain_text("\r\n  Customer:  the tap drips \r\n\n\tנציגה:שלום\nAgent:\nat 10:30: maybe");
  ASSERT_EQ(read.segments.size(), 3U);
  EXPECT_EQ(read.segments[0], segment(Speaker::caller, "the tap drips"));
  EXPECT_EQ(read.segments[1], segment(Speaker::agent, "שלום"));
  EXPECT_EQ(read.segments[2], segment(Speaker::unknown, "at 10:30: maybe"));
  EXPECT_TRUE(parse_plain_text("").segments.empty());
  EXPECT_TRUE(parse_plain_text("\n \r\n\t").segments.empty());
}

TEST(Subtitles, SubRipHasNumbersAndCommas) {
  EXPECT_EQ(to_srt(conversation(Language::english)),
            "1\n00:00:01,250 --> 00:00:03,500\nCaller: Hello\n\n"
            "2\n00:00:04,000 --> 01:02:05,006\nAgent: How can I help?\n\n"
            "3\n00:00:00,000 --> 00:00:00,000\nBeep\n\n");
  EXPECT_EQ(to_srt({}), "");
}

TEST(Subtitles, WebVttHasVoicesAndPoints) {
  EXPECT_EQ(to_vtt(conversation(Language::english)),
            "WEBVTT\n\n"
            "00:00:01.250 --> 00:00:03.500\n<v caller>Hello\n\n"
            "00:00:04.000 --> 01:02:05.006\n<v agent>How can I help?\n\n"
            "00:00:00.000 --> 00:00:00.000\nBeep\n\n");
  EXPECT_EQ(to_vtt({}), "WEBVTT\n\n");
}

TEST(Subtitles, WhatIsSaidCannotBecomeMarkup) {
  const Transcript transcript{std::nullopt, 1s, {segment(Speaker::unknown, "<b>& --> </b>")}};
  EXPECT_EQ(to_vtt(transcript),
            "WEBVTT\n\n00:00:00.000 --> 00:00:00.000\n&lt;b&gt;&amp; --&gt; &lt;/b&gt;\n\n");
}

TEST(TranscriptJson, IsReadBackAsItWasWritten) {
  auto transcript = conversation(Language::hebrew);
  transcript.segments[0].confidence = 0.87;
  transcript.segments[0].words = {{"שלום \"רב\"\n", 1250ms, 2001ms, 0.5}, {"", 2001ms, 3500ms, 1}};
  EXPECT_EQ(transcript_from_json(to_json(transcript)).value(), transcript);
  EXPECT_EQ(transcript_from_json(boost::json::parse(boost::json::serialize(to_json(transcript)))).value(),
            transcript);
  EXPECT_EQ(transcript_from_json(to_json(Transcript{})).value(), Transcript{});
}

TEST(TranscriptJson, TimesAreSecondsOfTheCall) {
  const auto json = to_json(conversation(Language::english));
  EXPECT_EQ(json.at("duration"), boost::json::value(90.0));
  EXPECT_EQ(json.at("segments").at(0).at("start"), boost::json::value(1.25));
  EXPECT_EQ(json.at("segments").at(0).at("speaker"), boost::json::value("caller"));
  EXPECT_TRUE(to_json(Transcript{}).at("language").is_null());
}

TEST(TranscriptJson, WhatWasDroppedComesBackWithItsReason) {
  Transcript transcript;
  transcript.dropped = {
      {Segment{.channel = 1, .start = 100ms, .end = 900ms, .text = "Thanks"}, DropReason::known_phrase}};
  const auto read = transcript_from_json(to_json(transcript));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->dropped, transcript.dropped);
  EXPECT_TRUE(read->segments.empty());
}

TEST(TranscriptJson, ADroppedSegmentNeedsAReason) {
  EXPECT_FALSE(transcript_from_json(boost::json::parse(R"({"segments":[],"dropped":[{"text":"x"}]})")));
  EXPECT_FALSE(transcript_from_json(boost::json::parse(R"({"segments":[],"dropped":7})")));
}

TEST(TranscriptJson, WhatIsUnknownNullOrMissingIsTolerated) {
  const auto read = transcript_from_json(boost::json::parse(
      R"({"segments":[{"text":null,"speaker":"robot","start":null,"words":null,"more":[]}],"language":"fr"})"));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->segments.size(), 1U);
  EXPECT_EQ(read->segments[0], Segment{});
  EXPECT_FALSE(read->language);
}

TEST(TranscriptJson, AbsurdNumbersAreAbsent) {
  const auto read = transcript_from_json(boost::json::parse(
      R"({"segments":[{"start":-5,"end":1e300,"channel":1e99,"words":[{"start":1e18,"end":-1e18}]}],"duration":1e300})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->segments[0].start, 0ms);
  EXPECT_EQ(read->segments[0].end, 0ms);
  EXPECT_EQ(read->segments[0].channel, 0);
  EXPECT_EQ(read->segments[0].words.at(0).start, 0ms);
  EXPECT_EQ(read->duration, 0ms);
}

TEST(TranscriptJson, OtherJsonIsInvalid) {
  for (const auto* text : {"null", "[]", "{}", R"({"segments":{}})", R"({"segments":[7]})",
                           R"({"segments":[{"words":7}]})", R"({"segments":[{"words":[7]}]})"}) {
    const auto read = transcript_from_json(boost::json::parse(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::invalid_request) << text;
  }
}

}  // namespace
}  // namespace kolog::domain
