// SPDX-License-Identifier: Apache-2.0
// What there is to delete of a call's audio, written down before any of it is deleted.
#pragma once

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"
#include "store/deletion_store.h"

namespace kolog::workflow {

/// The file, if one is or may be here, and every copy at Twilio that we know of, never fetched ones too. In
/// the transaction of the fact that wants it gone.
void ask_for_deletion(database::Session& session, const domain::Call& call, store::DeletionReason reason,
                      Timestamp now);

}  // namespace kolog::workflow
