// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_key.h"

#include "domain/call.h"

namespace kolog::recordings {

namespace {

constexpr std::string_view kExtension = ".mp3";
constexpr std::string_view kPartExtension = ".part";
constexpr std::string_view kRedactedExtension = ".redacted";
constexpr std::size_t kSidLength = 34;

}  // namespace

std::string recording_key(std::string_view call_sid) {
  return std::string(call_sid).append(kExtension);
}

std::string part_key(std::string_view call_sid, std::string_view recording_sid) {
  return std::string(call_sid).append(".").append(recording_sid).append(kPartExtension);
}

std::string redacted_key(std::string_view call_sid) {
  return std::string(call_sid).append(kRedactedExtension);
}

bool is_redacted_key(std::string_view key) {
  if (!key.ends_with(kRedactedExtension)) return false;
  key.remove_suffix(kRedactedExtension.size());
  return domain::is_call_sid(key);
}

bool is_part_key(std::string_view key) {
  if (!key.ends_with(kPartExtension)) return false;
  key.remove_suffix(kPartExtension.size());
  return key.size() == 2 * kSidLength + 1 && domain::is_call_sid(key.substr(0, kSidLength)) &&
         key[kSidLength] == '.' && domain::is_recording_sid(key.substr(kSidLength + 1));
}

std::optional<std::string> call_sid_of_key(std::string_view key) {
  if (is_part_key(key) || is_redacted_key(key)) return std::string(key.substr(0, kSidLength));
  if (!key.ends_with(kExtension)) return std::nullopt;
  key.remove_suffix(kExtension.size());
  if (!domain::is_call_sid(key)) return std::nullopt;
  return std::string(key);
}

}  // namespace kolog::recordings
