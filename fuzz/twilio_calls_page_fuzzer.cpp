// SPDX-License-Identifier: Apache-2.0
// Whatever JSON Twilio answers with, each call read from it has a valid name and a plausible length.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/call.h"
#include "twilio/calls_page.h"

namespace {

void check(const kolog::twilio::CallResource& call) {
  if (!kolog::domain::is_call_sid(call.call_sid)) std::abort();
  const auto& parent = call.news.parent_call_sid;
  if (!parent.empty() && !kolog::domain::is_call_sid(parent)) std::abort();
  if (call.news.duration && call.news.duration->count() < 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto page = kolog::twilio::parse_calls_page(text)) {
    for (const auto& call : page->calls) check(call);
  }
  if (const auto call = kolog::twilio::parse_call(text)) check(*call);
  return 0;
}
