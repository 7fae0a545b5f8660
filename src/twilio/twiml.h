// SPDX-License-Identifier: Apache-2.0
// What Twilio is told to do with a call, as TwiML. Any thread.
// https://www.twilio.com/docs/voice/twiml
#pragma once

#include <string>

#include "domain/business.h"
#include "domain/language.h"

namespace kolog::twilio {

struct CallFlowTwiml {
  domain::PhoneNumber number;
  std::string public_url;  // what Twilio calls us by
  std::string call_sid;
  std::string from;
  domain::Language language = domain::Language::hebrew;  // spoken where the number names none
};

/// The number's call flow. A flow that lacks its telephone number or stream takes a message instead: the
/// caller is not dropped.
std::string call_flow_twiml(const CallFlowTwiml& flow);

/// For a call to a number that belongs to nobody: a polite sentence in both languages, then hang up.
std::string unknown_number_twiml();

/// What `call_flow_twiml` tells the number's callers of being recorded, word for word; empty: nothing.
std::string notice_words(const domain::PhoneNumber& number);

std::string hangup_twiml();

}  // namespace kolog::twilio
