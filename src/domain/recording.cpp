// SPDX-License-Identifier: Apache-2.0
#include "domain/recording.h"

#include <algorithm>
#include <tuple>

namespace kolog::domain {
namespace {

using std::chrono::milliseconds;

bool is_better(const Recording& a, const Recording& b) {
  return std::tuple(-a.channels, -a.duration.value_or(std::chrono::seconds{0}).count(), a.started_at,
                    a.recording_sid) < std::tuple(-b.channels,
                                                  -b.duration.value_or(std::chrono::seconds{0}).count(),
                                                  b.started_at, b.recording_sid);
}

/// Whether one holds most of what the other holds. Times are known to the second, so parts that follow one
/// another may seem to touch.
bool recorded_the_same(const Recording& a, const Recording& b) {
  if (!a.started_at || !b.started_at || !a.duration || !b.duration) return false;
  const auto shared = std::min(*a.started_at + *a.duration, *b.started_at + *b.duration) -
                      std::max(*a.started_at, *b.started_at);
  return shared * 2 > std::min<milliseconds>(*a.duration, *b.duration);
}

}  // namespace

std::string_view to_string(RecordingStatus status) {
  switch (status) {
    case RecordingStatus::in_progress:
      return "in-progress";
    case RecordingStatus::processing:
      return "processing";
    case RecordingStatus::completed:
      return "completed";
    case RecordingStatus::absent:
      return "absent";
    case RecordingStatus::failed:
      return "failed";
    case RecordingStatus::unknown:
      return "unknown";
  }
  return "unknown";
}

RecordingStatus parse_recording_status(std::string_view text) {
  for (const auto status : {RecordingStatus::in_progress, RecordingStatus::processing,
                            RecordingStatus::completed, RecordingStatus::absent, RecordingStatus::failed}) {
    if (text == to_string(status)) return status;
  }
  return RecordingStatus::unknown;
}

bool is_there(const Recording& recording) {
  return recording.status == RecordingStatus::completed || recording.status == RecordingStatus::processing;
}

bool came_to_nothing(const Recording& recording) {
  return recording.status == RecordingStatus::absent || recording.status == RecordingStatus::failed;
}

bool is_unfinished(const Recording& recording) {
  return !is_there(recording) && !came_to_nothing(recording);
}

bool is_settled(const Recording& recording) {
  return recording.status == RecordingStatus::completed || came_to_nothing(recording);
}

std::vector<Recording> parts_of_audio(std::vector<Recording> recordings) {
  std::erase_if(recordings, [](const Recording& recording) { return !is_there(recording); });
  std::sort(recordings.begin(), recordings.end(), is_better);
  std::vector<Recording> parts;
  for (auto& recording : recordings) {
    const bool is_known = std::any_of(parts.begin(), parts.end(), [&](const Recording& part) {
      return recorded_the_same(part, recording);
    });
    if (!is_known) parts.push_back(std::move(recording));
  }
  std::sort(parts.begin(), parts.end(), [](const Recording& a, const Recording& b) {
    return std::tie(a.started_at, a.recording_sid) < std::tie(b.started_at, b.recording_sid);
  });
  return parts;
}

std::string sids_of(const std::vector<Recording>& parts) {
  std::string sids;
  for (const auto& part : parts) sids.append(sids.empty() ? "" : " ").append(part.recording_sid);
  return sids;
}

}  // namespace kolog::domain
