// SPDX-License-Identifier: Apache-2.0
#include "twilio/twiml.h"

#include <initializer_list>
#include <string_view>
#include <utility>

#include "domain/call.h"

namespace kolog::twilio {
namespace {

using domain::CallFlow;
using domain::Language;
using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

struct SpokenTexts {
  std::string_view locale;
  std::string_view voice;
  std::string_view recording_notice;
  std::string_view leave_a_message;
  std::string_view nothing_was_said;
  std::string_view unknown_number;
};

// Hebrew is spoken by Google's voices alone: https://www.twilio.com/docs/voice/twiml/say/text-speech
constexpr SpokenTexts kHebrew = {"he-IL",
                                 "Google.he-IL-Wavenet-A",
                                 "השיחה מוקלטת לצורך שיפור השירות.",
                                 "שלום, אין באפשרותנו לענות כרגע. אנא השאירו הודעה אחרי הצליל.",
                                 "לא שמענו הודעה. להתראות.",
                                 "המספר שחייגתם אינו פעיל. להתראות."};
constexpr SpokenTexts kEnglish = {"en-US",
                                  "Google.en-US-Wavenet-F",
                                  "This call is recorded to improve our service.",
                                  "Hello, we cannot answer right now. Please leave a message after the tone.",
                                  "We did not hear a message. Goodbye.",
                                  "The number you have dialled is not in service. Goodbye."};

constexpr std::string_view kRecordingEvents = "in-progress completed absent";
constexpr std::string_view kLongestMessage = "600";  // seconds
constexpr std::string_view kSilenceEndsMessage = "10";

const SpokenTexts& texts(Language language) {
  return language == Language::hebrew ? kHebrew : kEnglish;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&apos;";
        break;
      default:
        // XML 1.0 has no way to write a control character.
        if (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f') result += c;
    }
  }
  return result;
}

/// Writes elements one into another; every value is escaped on its way in.
class Xml {
 public:
  Xml() : text_(R"(<?xml version="1.0" encoding="UTF-8"?><Response>)") {}

  Xml& open(std::string_view name, Attributes attributes = {}) {
    start(name, attributes);
    text_ += '>';
    return *this;
  }
  Xml& close(std::string_view name) {
    text_ += "</";
    text_ += name;
    text_ += '>';
    return *this;
  }
  Xml& empty(std::string_view name, Attributes attributes = {}) {
    start(name, attributes);
    text_ += "/>";
    return *this;
  }
  Xml& element(std::string_view name, Attributes attributes, std::string_view content) {
    open(name, attributes);
    text_ += escaped(content);
    return close(name);
  }
  std::string finish() {
    close("Response");
    return std::move(text_);
  }

 private:
  void start(std::string_view name, Attributes attributes) {
    text_ += '<';
    text_ += name;
    for (const auto& [attribute, value] : attributes) {
      text_ += ' ';
      text_ += attribute;
      text_ += "=\"";
      text_ += escaped(value);
      text_ += '"';
    }
  }

  std::string text_;
};

void say(Xml& xml, Language language, std::string_view words) {
  const auto& spoken = texts(language);
  xml.element("Say", {{"language", spoken.locale}, {"voice", spoken.voice}}, words);
}

Language language_of(const CallFlowTwiml& flow) {
  return domain::language_to_speak(flow.number.language, flow.number.notice.value_or(flow.language));
}

std::string address(const CallFlowTwiml& flow, std::string_view path) {
  std::string url = flow.public_url;
  while (url.ends_with('/')) url.pop_back();
  return url += path;
}

void forward(Xml& xml, const CallFlowTwiml& flow) {
  xml.open("Dial", {{"answerOnBridge", "true"},
                    {"record", "record-from-answer-dual"},
                    {"recordingTrack", "both"},
                    {"trim", "do-not-trim"},
                    {"recordingStatusCallback", address(flow, "/webhook/handle_recording")},
                    {"recordingStatusCallbackEvent", kRecordingEvents}});
  xml.element("Number",
              {{"statusCallback", address(flow, "/webhook/call_status")},
               {"statusCallbackEvent", "initiated ringing answered completed"}},
              flow.number.forward_to);
  xml.close("Dial");
}

/// `<Record>` falls through to the next verb when nothing was said.
void take_message(Xml& xml, const CallFlowTwiml& flow) {
  const auto language = language_of(flow);
  const auto& own = flow.number.greeting;
  say(xml, language, own.empty() ? texts(language).leave_a_message : std::string_view(own));
  xml.empty("Record", {{"maxLength", kLongestMessage},
                       {"timeout", kSilenceEndsMessage},
                       {"playBeep", "true"},
                       {"trim", "do-not-trim"},
                       {"recordingStatusCallback", address(flow, "/webhook/handle_recording")},
                       {"recordingStatusCallbackEvent", kRecordingEvents},
                       {"action", address(flow, "/webhook/voicemail_ended")}});
  say(xml, language, texts(language).nothing_was_said);
  xml.empty("Hangup");
}

void start_recording(Xml& xml, const CallFlowTwiml& flow) {
  xml.open("Start")
      .empty("Recording", {{"channels", "dual"},
                           {"track", "both"},
                           {"trim", "do-not-trim"},
                           {"recordingStatusCallback", address(flow, "/webhook/handle_recording")},
                           {"recordingStatusCallbackEvent", kRecordingEvents}})
      .close("Start");
}

void stream(Xml& xml, const CallFlowTwiml& flow) {
  start_recording(xml, flow);
  xml.open("Connect", {{"action", address(flow, "/webhook/stream_ended")}});
  xml.open("Stream", {{"url", flow.number.stream_url}});
  xml.empty("Parameter", {{"name", "call_sid"}, {"value", flow.call_sid}});
  xml.empty("Parameter", {{"name", "from"}, {"value", flow.from}});
  xml.empty("Parameter", {{"name", "to"}, {"value", flow.number.number}});
  xml.close("Stream").close("Connect");
}

CallFlow possible_flow(const domain::PhoneNumber& number) {
  if (number.flow == CallFlow::forward && !domain::is_phone_number(number.forward_to))
    return CallFlow::voicemail;
  if (number.flow == CallFlow::stream && !number.stream_url.starts_with("wss://")) return CallFlow::voicemail;
  return number.flow;
}

}  // namespace

std::string notice_words(const domain::PhoneNumber& number) {
  if (!number.notice) return {};
  return number.notice_words.empty() ? std::string(texts(*number.notice).recording_notice)
                                     : number.notice_words;
}

std::string call_flow_twiml(const CallFlowTwiml& flow) {
  Xml xml;
  const auto kind = possible_flow(flow.number);
  // A message's invitation stands right before the tone.
  if (kind != CallFlow::voicemail && !flow.number.greeting.empty())
    say(xml, language_of(flow), flow.number.greeting);
  if (flow.number.notice) say(xml, *flow.number.notice, notice_words(flow.number));
  switch (kind) {
    case CallFlow::forward:
      forward(xml, flow);
      break;
    case CallFlow::voicemail:
      take_message(xml, flow);
      break;
    case CallFlow::stream:
      stream(xml, flow);
      break;
  }
  return xml.finish();
}

std::string unknown_number_twiml() {
  Xml xml;
  say(xml, Language::hebrew, kHebrew.unknown_number);
  say(xml, Language::english, kEnglish.unknown_number);
  return xml.empty("Hangup").finish();
}

std::string hangup_twiml() {
  return Xml().empty("Hangup").finish();
}

}  // namespace kolog::twilio
