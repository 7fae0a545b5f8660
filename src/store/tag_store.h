// SPDX-License-Identifier: Apache-2.0
// The table `call_tags`: what a business's rules say of its calls.
#pragma once

#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/call_tag.h"

namespace kolog::store {

enum class TagChange { none, some };

class TagStore {
 public:
  explicit TagStore(database::Session& session) : session_(session) {}

  /// By the rules' ids.
  std::vector<domain::CallTag> of_call(std::string_view call_sid);

  /// These tags and no others. A call that had a rule's tag before keeps the time of it. Whether the rules
  /// that hold are others than before.
  TagChange replace(std::string_view call_sid, const std::vector<domain::CallTag>& tags);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
