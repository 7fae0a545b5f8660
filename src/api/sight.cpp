// SPDX-License-Identifier: Apache-2.0
#include "api/sight.h"

#include "api/query_parameters.h"
#include "base/log.h"

namespace kolog::api {

Result<Sight> sight_of(const Principal& principal, const http::Request& request) {
  const auto asked = flag_parameter(request.query, "unredacted");
  if (!asked) return asked.error();
  if (!asked->value_or(false)) return Sight::redacted;
  if (principal.kind == Principal::Kind::person && principal.role == "owner") return Sight::unredacted;
  return failure(ErrorCode::owner_required, "Only an owner may see what is blacked out, after logging in");
}

void note_unredacted(Sight sight, const Principal& principal, std::string_view call_sid,
                     std::string_view part) {
  if (sight != Sight::unredacted) return;
  log::info("PRIVACY", "seen unredacted",
            {{"call_sid", call_sid}, {"user_id", principal.user_id}, {"part", part}});
}

}  // namespace kolog::api
