// SPDX-License-Identifier: Apache-2.0
// The table `call_facts`: what Twilio told of a call, each fact once, and how often it was told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::store {

struct CallFact {
  std::string identity;  // `incoming`, `status:completed`, `recording:RE…:completed`, …
  Timestamp first_told_at{};
  Timestamp last_told_at{};
  int times = 0;
};

class FactStore {
 public:
  explicit FactStore(database::Session& session) : session_(session) {}

  /// The call must be there.
  void note(std::string_view call_sid, std::string_view identity, Timestamp now);
  /// In the order in which they were first told.
  std::vector<CallFact> of_call(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
