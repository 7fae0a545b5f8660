// SPDX-License-Identifier: Apache-2.0
#include "domain/business.h"

namespace kolog::domain {

std::string_view to_string(CallFlow flow) {
  switch (flow) {
    case CallFlow::forward:
      return "forward";
    case CallFlow::voicemail:
      return "voicemail";
    case CallFlow::stream:
      return "stream";
  }
  return "voicemail";
}

std::optional<CallFlow> parse_call_flow(std::string_view text) {
  for (const auto flow : {CallFlow::forward, CallFlow::voicemail, CallFlow::stream}) {
    if (text == to_string(flow)) return flow;
  }
  return std::nullopt;
}

}  // namespace kolog::domain
