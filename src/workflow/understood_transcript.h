// SPDX-License-Identifier: Apache-2.0
// The text of a call that counts: a person's correction where there is one, else what was transcribed.
// Blocks.
#pragma once

#include "database/database.h"
#include "domain/call.h"
#include "domain/transcript.h"

namespace kolog::workflow {

/// A person's text has speakers where its lines say so, and no times.
domain::Transcript understood_transcript(database::Session& session, const domain::Call& call);

}  // namespace kolog::workflow
