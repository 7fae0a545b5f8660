// SPDX-License-Identifier: Apache-2.0
// Attributes and their values are as Twilio's own package (npm twilio 6.2, twiml.VoiceResponse) writes them.
#include "twilio/twiml.h"

#include <gtest/gtest.h>

namespace kolog::twilio {
namespace {

using domain::CallFlow;
using domain::Language;
using domain::SpokenLanguage;

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";

CallFlowTwiml flow_of(CallFlow flow) {
  CallFlowTwiml input;
  input.number.number = "+97231234567";
  input.number.flow = flow;
  input.number.forward_to = "+972501112222";
  input.number.stream_url = "wss://agent.example.org/media?x=1&y=2";
  input.public_url = "https://kolog.example.org/";
  input.call_sid = "CA00000000000000000000000000000001";
  input.from = "+972501234567";
  return input;
}

std::string response(std::string_view content) {
  return std::string(kHead).append(content).append("</Response>");
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(Twiml, ForwardRingsTheOtherPhoneAndRecordsBothLegsUntrimmed) {
  EXPECT_EQ(
      call_flow_twiml(flow_of(CallFlow::forward)),
      response(
          R"(<Dial answerOnBridge="true" record="record-from-answer-dual" recordingTrack="both" trim="do-not-trim")"
          R"( recordingStatusCallback="https://kolog.example.org/webhook/handle_recording")"
          R"( recordingStatusCallbackEvent="in-progress completed absent">)"
          R"(<Number statusCallback="https://kolog.example.org/webhook/call_status")"
          R"( statusCallbackEvent="initiated ringing answered completed">+972501112222</Number></Dial>)"));
}

TEST(Twiml, NoticeIsSpokenFirstInItsLanguage) {
  auto flow = flow_of(CallFlow::forward);
  flow.number.notice = Language::hebrew;
  EXPECT_TRUE(call_flow_twiml(flow).starts_with(
      std::string(kHead) +
      R"(<Say language="he-IL" voice="Google.he-IL-Wavenet-A">השיחה מוקלטת לצורך שיפור השירות.)" +
      "</Say><Dial "));
  flow.number.notice = Language::english;
  EXPECT_TRUE(call_flow_twiml(flow).starts_with(
      std::string(kHead) +
      R"(<Say language="en-US" voice="Google.en-US-Wavenet-F">This call is recorded to improve our service.)" +
      "</Say><Dial "));
}

TEST(Twiml, VoicemailGreetsAndRecordsOneMessage) {
  auto flow = flow_of(CallFlow::voicemail);
  flow.number.language = SpokenLanguage::english;
  EXPECT_EQ(call_flow_twiml(flow),
            response(R"(<Say language="en-US" voice="Google.en-US-Wavenet-F">)"
                     "Hello, we cannot answer right now. Please leave a message after the tone.</Say>"
                     R"(<Record maxLength="600" timeout="10" playBeep="true" trim="do-not-trim")"
                     R"( recordingStatusCallback="https://kolog.example.org/webhook/handle_recording")"
                     R"( recordingStatusCallbackEvent="in-progress completed absent")"
                     R"( action="https://kolog.example.org/webhook/voicemail_ended"/>)"
                     R"(<Say language="en-US" voice="Google.en-US-Wavenet-F">)"
                     "We did not hear a message. Goodbye.</Say><Hangup/>"));
}

TEST(Twiml, GreetingIsInTheNumbersLanguageThenTheNoticesThenTheInstallations) {
  auto flow = flow_of(CallFlow::voicemail);
  EXPECT_TRUE(contains(call_flow_twiml(flow), "he-IL"));
  EXPECT_FALSE(contains(call_flow_twiml(flow), "en-US"));
  flow.language = Language::english;
  EXPECT_TRUE(contains(call_flow_twiml(flow), "en-US"));
  flow.number.notice = Language::hebrew;
  EXPECT_FALSE(contains(call_flow_twiml(flow), "en-US"));
}

TEST(Twiml, StreamIsRecordedBeforeItIsConnected) {
  EXPECT_EQ(call_flow_twiml(flow_of(CallFlow::stream)),
            response(R"(<Start><Recording channels="dual" track="both" trim="do-not-trim")"
                     R"( recordingStatusCallback="https://kolog.example.org/webhook/handle_recording")"
                     R"( recordingStatusCallbackEvent="in-progress completed absent"/></Start>)"
                     R"(<Connect action="https://kolog.example.org/webhook/stream_ended">)"
                     R"(<Stream url="wss://agent.example.org/media?x=1&amp;y=2">)"
                     R"(<Parameter name="call_sid" value="CA00000000000000000000000000000001"/>)"
                     R"(<Parameter name="from" value="+972501234567"/>)"
                     R"(<Parameter name="to" value="+97231234567"/></Stream></Connect>)"));
}

TEST(Twiml, OwnGreetingIsSpokenFirstInTheNumbersLanguageAndTheNoticeAfterIt) {
  for (const auto kind : {CallFlow::forward, CallFlow::stream}) {
    auto flow = flow_of(kind);
    flow.number.greeting = "Welcome to Service House.";
    flow.number.language = SpokenLanguage::english;
    flow.number.notice = Language::hebrew;
    flow.number.notice_words = "השיחה מוקלטת.";
    EXPECT_TRUE(call_flow_twiml(flow).starts_with(
        std::string(kHead) +
        R"(<Say language="en-US" voice="Google.en-US-Wavenet-F">Welcome to Service House.</Say>)"
        R"(<Say language="he-IL" voice="Google.he-IL-Wavenet-A">השיחה מוקלטת.</Say>)" +
        (kind == CallFlow::forward ? "<Dial " : "<Start>")))
        << call_flow_twiml(flow);
  }
}

TEST(Twiml, OwnGreetingOfAVoicemailStandsInTheInvitationsPlace) {
  auto flow = flow_of(CallFlow::voicemail);
  flow.number.greeting = "הגעתם לבית השירות, ספרו לנו מה קרה.";
  flow.number.notice = Language::hebrew;
  const auto twiml = call_flow_twiml(flow);
  EXPECT_TRUE(twiml.starts_with(std::string(kHead) +
                                R"(<Say language="he-IL" voice="Google.he-IL-Wavenet-A">)" +
                                notice_words(flow.number) +
                                R"(</Say><Say language="he-IL" voice="Google.he-IL-Wavenet-A">)"
                                "הגעתם לבית השירות, ספרו לנו מה קרה.</Say><Record "))
      << twiml;
  EXPECT_FALSE(contains(twiml, "אנא השאירו הודעה"));
}

TEST(Twiml, NoticeIsTheNumbersOwnWordsOrTheUsualOnesOrNone) {
  domain::PhoneNumber number;
  EXPECT_EQ(notice_words(number), "");
  number.notice_words = "Recorded.";
  EXPECT_EQ(notice_words(number), "") << "words without a language are not spoken";
  number.notice = Language::english;
  EXPECT_EQ(notice_words(number), "Recorded.");
  number.notice_words = "";
  EXPECT_EQ(notice_words(number), "This call is recorded to improve our service.");
  number.notice = Language::hebrew;
  EXPECT_EQ(notice_words(number), "השיחה מוקלטת לצורך שיפור השירות.");
}

TEST(Twiml, OwnWordsCannotBecomeInstructions) {
  for (const auto kind : {CallFlow::forward, CallFlow::stream, CallFlow::voicemail}) {
    auto flow = flow_of(kind);
    flow.number.greeting = "</Say><Dial>+19005551234</Dial><Say>&#x1b;\x1b";
    flow.number.notice = Language::english;
    flow.number.notice_words = "Smith & \"Sons\" <record> ]]> <!-- --> all";
    const auto twiml = call_flow_twiml(flow);
    EXPECT_FALSE(contains(twiml, "<Dial>")) << twiml;
    EXPECT_FALSE(contains(twiml, "<record>")) << twiml;
    EXPECT_FALSE(contains(twiml, "<!--")) << twiml;
    EXPECT_FALSE(contains(twiml, "\x1b")) << twiml;
    EXPECT_TRUE(contains(twiml, "Smith &amp; &quot;Sons&quot; &lt;record&gt; ]]&gt; &lt;!-- --&gt; all"))
        << twiml;
    EXPECT_TRUE(contains(twiml, "&lt;Say&gt;&amp;#x1b;</Say>")) << twiml;
  }
}

TEST(Twiml, EveryFlowRecordsOnceUntrimmedAndNothingBeforeTheNoticeWasHeard) {
  for (const auto kind : {CallFlow::forward, CallFlow::stream, CallFlow::voicemail}) {
    auto flow = flow_of(kind);
    flow.number.notice = Language::english;
    const auto twiml = call_flow_twiml(flow);
    const auto first = twiml.find("trim=\"do-not-trim\"");
    ASSERT_NE(first, twiml.npos);
    EXPECT_EQ(twiml.find("trim=\"do-not-trim\"", first + 1), twiml.npos) << twiml;
    EXPECT_LT(twiml.find(notice_words(flow.number)), first) << twiml;
  }
}

TEST(Twiml, FlowThatCannotBeFollowedTakesAMessage) {
  auto flow = flow_of(CallFlow::forward);
  flow.number.forward_to = "";
  EXPECT_TRUE(contains(call_flow_twiml(flow), "<Record "));
  flow = flow_of(CallFlow::stream);
  flow.number.stream_url = "http://agent.example.org";
  EXPECT_TRUE(contains(call_flow_twiml(flow), "<Record "));
  EXPECT_FALSE(contains(call_flow_twiml(flow), "<Stream"));
}

TEST(Twiml, EverythingFromOutsideIsEscaped) {
  auto flow = flow_of(CallFlow::stream);
  flow.from = "\"/><Dial>+19005551234</Dial><x y='\x01\n";
  flow.number.stream_url = "wss://a/\"><Redirect>https://evil.example</Redirect>";
  const auto twiml = call_flow_twiml(flow);
  EXPECT_FALSE(contains(twiml, "<Dial>"));
  EXPECT_FALSE(contains(twiml, "<Redirect>"));
  EXPECT_TRUE(contains(twiml, R"(value="&quot;/&gt;&lt;Dial&gt;+19005551234&lt;/Dial&gt;&lt;x y=&apos;")"));
}

TEST(Twiml, UnknownNumberIsToldSoInBothLanguagesAndHungUp) {
  EXPECT_EQ(
      unknown_number_twiml(),
      response(
          R"(<Say language="he-IL" voice="Google.he-IL-Wavenet-A">המספר שחייגתם אינו פעיל. להתראות.</Say>)"
          R"(<Say language="en-US" voice="Google.en-US-Wavenet-F">)"
          "The number you have dialled is not in service. Goodbye.</Say><Hangup/>"));
  EXPECT_EQ(hangup_twiml(), response("<Hangup/>"));
}

}  // namespace
}  // namespace kolog::twilio
