// SPDX-License-Identifier: Apache-2.0
// Which of the services that a call names is asked for, and how sure that is. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "insight/call_context.h"
#include "insight/mentions.h"

namespace kolog::insight {

struct SecondService {
  std::size_t service = 0;
  PhraseMatch evidence;
};

struct ServiceJudgement {
  std::size_t service = 0;  // index into the taxonomy
  double confidence = 0;
  PhraseMatch evidence;
  std::optional<SecondService> also;  // a second service that the caller asked for in so many words
};

std::optional<ServiceJudgement> judge_services(const CallContext& call,
                                               const std::vector<ServiceMention>& mentions);

}  // namespace kolog::insight
