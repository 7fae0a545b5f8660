// SPDX-License-Identifier: Apache-2.0
// Whatever JSON Twilio answers with, each recording read from it has a valid name and plausible numbers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/call.h"
#include "twilio/recording_uri.h"
#include "twilio/recordings_page.h"

namespace {

void check(const kolog::domain::Recording& recording) {
  if (!kolog::domain::is_recording_sid(recording.recording_sid)) std::abort();
  if (!kolog::twilio::is_canonical_recording_uri(recording.uri)) std::abort();
  if (recording.duration && recording.duration->count() < 0) std::abort();
  if (recording.channels < 0 || recording.error_code < 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kAccount = "AC0123456789abcdef0123456789abcdef";
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto page = kolog::twilio::parse_recordings_page(text, kAccount)) {
    for (const auto& recording : page->recordings) check(recording);
  }
  if (const auto recording = kolog::twilio::parse_recording(text, kAccount)) check(*recording);
  return 0;
}
