// SPDX-License-Identifier: Apache-2.0
#include "domain/recording.h"

namespace kolog::domain {

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

}  // namespace kolog::domain
