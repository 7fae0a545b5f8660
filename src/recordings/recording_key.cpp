// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_key.h"

#include "domain/call.h"

namespace kolog::recordings {

namespace {

constexpr std::string_view kExtension = ".mp3";

}  // namespace

std::string recording_key(std::string_view call_sid) {
  return std::string(call_sid).append(kExtension);
}

std::optional<std::string> call_sid_of_key(std::string_view key) {
  if (!key.ends_with(kExtension)) return std::nullopt;
  key.remove_suffix(kExtension.size());
  if (!domain::is_call_sid(key)) return std::nullopt;
  return std::string(key);
}

}  // namespace kolog::recordings
