// SPDX-License-Identifier: Apache-2.0
#include "workflow/understood_transcript.h"

#include "store/transcript_store.h"

namespace kolog::workflow {

domain::Transcript understood_transcript(database::Session& session, const domain::Call& call) {
  domain::Transcript transcript;
  if (call.transcript_source == "person") {
    transcript = domain::parse_plain_text(call.final_transcript);
  } else {
    transcript.segments = store::TranscriptStore(session).segments(call.call_sid);
  }
  transcript.language = call.language;
  return transcript;
}

}  // namespace kolog::workflow
