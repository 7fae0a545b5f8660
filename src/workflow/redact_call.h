// SPDX-License-Identifier: Apache-2.0
// What a business has blacked out of its calls, from the policy to the texts that everybody reads. What was
// said stays in `transcript_segments`, what was typed in `redactions`, and owners alone see either;
// docs/privacy.md has the whole. In the transaction of whoever calls; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/insight_settings.h"
#include "domain/redaction.h"
#include "domain/transcript.h"
#include "store/call_store.h"

namespace kolog::workflow {

/// What the business wants blacked out now.
domain::RedactionPolicy policy_of(database::Session& session, std::string_view business_id);

/// Whether the call is still to be redacted: nothing that was said in it goes to anybody but an owner.
bool is_withheld(database::Session& session, const domain::Call& call);
/// The same for what can be heard.
bool is_audio_withheld(database::Session& session, const domain::Call& call);

/// A new transcript is about to be saved: spans of an older one no longer count. The text that may stand with
/// the call until it is redacted.
std::string text_until_redacted(database::Session& session, const domain::Call& call,
                                const domain::Transcript& transcript, Timestamp now);

/// The text that counts, a person's correction where there is one, as it may be read under the policy: by
/// people and by machines, which thus cannot tell it on.
domain::Transcript transcript_to_understand(database::Session& session, const domain::Call& call,
                                            const domain::RedactionPolicy& policy);
/// Finds what the policy wants blacked out, keeps it, and puts the redacted texts into the call's row;
/// without a policy the original ones. When the call is understood.
void redact_call(database::Session& session, std::string_view call_sid, const domain::RedactionPolicy& policy,
                 Timestamp now);

/// What a person typed, as it goes into the call's row; the rest is kept for owners. Masks that the person
/// read and left in place stand for what they stood for before.
void redact_correction(database::Session& session, const domain::Call& call,
                       store::CallCorrection& correction, Timestamp now);

/// Takes out of a call that is withheld what was said in it, and masks what was typed about it.
void withhold_texts(database::Session& session, domain::Call& call);

/// The call as an owner may see it: what was said and typed, in place of what is masked.
void restore_texts(database::Session& session, domain::Call& call);

/// The policy that the call was redacted under; off where it was not.
domain::RedactionPolicy applied_policy(database::Session& session, std::string_view call_sid);

/// What is blacked out of the call; nothing where it was not redacted.
std::vector<domain::RedactedSpan> redacted_spans(database::Session& session, std::string_view call_sid);

}  // namespace kolog::workflow
