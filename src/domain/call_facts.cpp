// SPDX-License-Identifier: Apache-2.0
#include "domain/call_facts.h"

#include <algorithm>
#include <array>

namespace kolog::domain {
namespace {

constexpr std::array<std::string_view, 4> kUnderWay = {"queued", "initiated", "ringing", "in-progress"};
constexpr std::array<std::string_view, 5> kEnded = {"completed", "busy", "no-answer", "failed", "canceled"};

/// How far a status is: Twilio's in their order, then all that end a call, then what only we say.
int rank(std::string_view status) {
  if (status.empty()) return -1;
  const auto found = std::find(kUnderWay.begin(), kUnderWay.end(), status);
  if (found != kUnderWay.end()) return static_cast<int>(found - kUnderWay.begin());
  if (is_ended(status)) return static_cast<int>(kUnderWay.size());
  const bool ours = status == kStatusProcessing || status == kStatusProcessed || status == kStatusNoRecording;
  // A word that Twilio may add one day counts as news of a call under way: it replaces no end.
  return ours ? static_cast<int>(kUnderWay.size()) + 1 : 0;
}

void keep(std::string& known, const std::string& news) {
  if (known.empty()) known = news;
}

}  // namespace

bool is_ended(std::string_view twilio_status) {
  return std::find(kEnded.begin(), kEnded.end(), twilio_status) != kEnded.end();
}

bool may_have_recording(std::string_view twilio_status) {
  return twilio_status == "completed";
}

void merge(Call& call, const CallNews& news, Timestamp now) {
  keep(call.account_sid, news.account_sid);
  keep(call.parent_call_sid, news.parent_call_sid);
  keep(call.from_number, news.from_number);
  keep(call.to_number, news.to_number);
  if (call.direction == Direction::unknown) call.direction = news.direction;
  if (news.duration && *news.duration >= std::chrono::seconds{0})
    call.duration = std::max(call.duration, news.duration);
  if (rank(news.status) > rank(call.status)) call.status = news.status;
  if (is_ended(news.status) && !call.ended_at) call.ended_at = now;
}

void merge_dialled_leg(Call& call, std::string_view status) {
  const bool unanswered = is_ended(status) && !may_have_recording(status);
  if (unanswered && rank(call.status) <= rank(status)) call.status = status;
}

}  // namespace kolog::domain
