// SPDX-License-Identifier: Apache-2.0
#include "workflow/record_call.h"

#include <optional>
#include <string>
#include <vector>

#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {

namespace {

using domain::Call;
using domain::Recording;

/// Twilio says in the end that it kept nothing of it, too short or silent: it is not this call's recording
/// after all.
void take_back(database::Session& session, Call& call, const std::vector<Recording>& known,
               const Recording& gone) {
  if (call.recording_sid != gone.recording_sid) return;
  const auto others = domain::parts_of_audio(known);
  call.recording_sid = others.empty() ? std::string{} : others.front().recording_sid;
  call.recording_url = others.empty() ? std::string{} : others.front().uri;
  store::CallStore(session).save_facts(call);
}

/// Asks for the file where what is known of a recording is news, and where the file that is here lacks one.
void ask_for_file(database::Session& session, const Clock& clock, const Recording& recording,
                  const std::optional<Recording>& before) {
  store::RecordingStore recordings(session);
  const auto& call_sid = recording.call_sid;
  const auto known = recordings.of_call(call_sid);
  const auto file = recordings.audio_file(call_sid);
  const bool is_news = !before || before->status != recording.status;
  const bool is_complete = store::is_made_of_all(file, known);
  store::JobStore jobs(session);
  if (file.fetched_at ? !is_complete : is_news) {
    jobs.enqueue_again(kFetchJob, call_sid, clock.now());
  } else {
    jobs.enqueue(kFetchJob, call_sid, clock.now());
  }
}

}  // namespace

bool record_call(database::Session& session, const Clock& clock, const Recording& news) {
  store::RecordingStore recordings(session);
  const auto before = recordings.find(news.recording_sid);
  recordings.save(news);
  const auto recording = recordings.find(news.recording_sid).value_or(news);
  store::CallStore calls(session);
  auto call = calls.find_any(recording.call_sid);
  if (!call) return false;
  const auto known = recordings.of_call(call->call_sid);
  if (came_to_nothing(recording)) {
    take_back(session, *call, known, recording);
    // The others may have waited for this one.
    if (!domain::parts_of_audio(known).empty())
      store::JobStore(session).enqueue_again(kFetchJob, call->call_sid, clock.now());
    return false;
  }
  if (call->recording_sid.empty()) {
    call->recording_sid = recording.recording_sid;
    call->recording_url = recording.uri;
  }
  if (is_there(recording)) {
    const bool waiting = call->status != domain::kStatusProcessed && call->status != domain::kStatusFailed;
    if (waiting) call->status = domain::kStatusProcessing;
    calls.reach(call->call_sid, domain::Stage::recorded, clock.now());
    ask_for_file(session, clock, recording, before);
  }
  calls.save_facts(*call);
  return true;
}

}  // namespace kolog::workflow
