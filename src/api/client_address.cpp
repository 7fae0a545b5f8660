// SPDX-License-Identifier: Apache-2.0
#include "api/client_address.h"

#include <algorithm>
#include <string_view>

#include <boost/algorithm/string/predicate.hpp>

namespace kolog::api {
namespace {

/// All of a request's X-Forwarded-For fields as one list: a proxy may have added its own after the client's.
std::string forwarded_for(const http::Headers& headers) {
  std::string list;
  for (const auto& [name, value] : headers) {
    if (boost::iequals(name, "X-Forwarded-For")) list += (list.empty() ? "" : ",") + value;
  }
  return list;
}

/// Takes the last item off a list separated by commas.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  auto last = comma == list.npos ? list : list.substr(comma + 1);
  list = comma == list.npos ? std::string_view{} : list.substr(0, comma);
  const auto first = last.find_first_not_of(" \t");
  if (first == last.npos) return {};
  return last.substr(first, last.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string client_address(const http::Request& request, const std::vector<std::string>& trusted_proxies) {
  const auto is_trusted = [&](std::string_view address) {
    return std::ranges::find(trusted_proxies, address) != trusted_proxies.end();
  };
  const auto forwarded = forwarded_for(request.headers);
  std::string_view before = forwarded;
  std::string_view client = request.remote_address;
  while (!before.empty() && is_trusted(client)) {
    const auto address = take_last(before);
    if (!address.empty()) client = address;
  }
  return std::string(client);
}

}  // namespace kolog::api
