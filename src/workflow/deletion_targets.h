// SPDX-License-Identifier: Apache-2.0
// What there is to delete of a call's audio, written down before any of it is deleted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"
#include "store/deletion_store.h"

namespace kolog::workflow {

/// The file, if one is or may be here, and every copy at Twilio that we know of, never fetched ones too; and
/// of a call that is deleted before its recordings are all known, whatever Twilio will have of it. In the
/// transaction of the fact that wants it gone.
void ask_for_deletion(database::Session& session, const domain::Call& call, store::DeletionReason reason,
                      Timestamp now);

/// The target that stands for the recordings of a call that we have not heard of: the call's URI at Twilio.
std::string unheard_target(std::string_view account_sid, std::string_view call_sid);
/// The account of such a target; none for every other.
std::optional<std::string> account_of_unheard(std::string_view target);

}  // namespace kolog::workflow
