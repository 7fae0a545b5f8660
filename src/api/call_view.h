// SPDX-License-Identifier: Apache-2.0
// Everything that the API says of a call, gathered from the stores. Any thread; within one database session.
#pragma once

#include <optional>
#include <vector>

#include "api/sight.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/call_tag.h"
#include "domain/insight.h"
#include "domain/recording.h"
#include "domain/redaction.h"
#include "domain/transcript.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/progress_store.h"
#include "store/recording_store.h"
#include "store/webhook_store.h"

namespace kolog::api {

/// What is blacked out of a call.
struct RedactionView {
  bool applied = false;
  bool pending = false;  // the call is still to be redacted: nothing of it is shown
  Sight sight = Sight::redacted;
  std::vector<domain::RedactedSpan> spans;  // of the transcript's segments
};

/// A line in the list of calls.
struct CallItem {
  domain::Call call;
  std::vector<store::StageReached> stages;
  std::optional<domain::Insight> insight;
  std::optional<store::StageProgress> progress;
  std::vector<domain::CallTag> tags;
};

struct CallDetail {
  CallItem item;
  std::optional<domain::Recording> recording;
  store::AudioFile audio;
  std::vector<store::AudioDeletion> deletions;
  std::optional<domain::Transcript> transcript;
  std::vector<store::Delivery> deliveries;
  RedactionView redaction;
};

CallItem read_call_item(database::Session& session, domain::Call call);
CallDetail read_call_detail(database::Session& session, domain::Call call, Sight sight = Sight::redacted);

RedactionView read_redaction(database::Session& session, const domain::Call& call, Sight sight);

/// None until the call is transcribed, and where it is still to be redacted. A transcript without segments is
/// one in which nobody spoke.
std::optional<domain::Transcript> read_transcript(database::Session& session, const domain::Call& call,
                                                  Sight sight);

}  // namespace kolog::api
