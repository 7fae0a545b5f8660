// SPDX-License-Identifier: Apache-2.0
#include "twilio/calls_page.h"

#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "domain/call.h"
#include "twilio/api_json.h"

namespace kolog::twilio {
namespace {

std::optional<CallResource> call_in(const boost::json::object& item) {
  CallResource call;
  call.call_sid = text_of(item, "sid");
  if (!domain::is_call_sid(call.call_sid)) return std::nullopt;
  auto& news = call.news;
  news.account_sid = text_of(item, "account_sid");
  if (auto parent = text_of(item, "parent_call_sid"); domain::is_call_sid(parent))
    news.parent_call_sid = parent;
  news.from_number = text_of(item, "from");
  news.to_number = text_of(item, "to");
  news.direction = domain::parse_direction(text_of(item, "direction"));
  news.status = text_of(item, "status");
  if (const auto duration = number_of(item, "duration"); duration && *duration >= 0) {
    news.duration = std::chrono::seconds{*duration};
  }
  if (const auto start = parse_rfc2822(text_of(item, "start_time"))) call.started_at = *start;
  return call;
}

}  // namespace

Result<CallsPage> parse_calls_page(std::string_view json) {
  const auto object = parse_api_object(json);
  if (!object) return object.error();
  const auto* items = object->if_contains("calls");
  if (items == nullptr || !items->is_array()) return unreadable("no list of calls");
  CallsPage page;
  for (const auto& item : items->get_array()) {
    if (!item.is_object()) continue;
    if (auto call = call_in(item.get_object())) page.calls.push_back(std::move(*call));
  }
  page.next_page_uri = text_of(*object, "next_page_uri");
  return page;
}

Result<CallResource> parse_call(std::string_view json) {
  const auto object = parse_api_object(json);
  if (!object) return object.error();
  auto call = call_in(*object);
  if (!call) return unreadable("no call in it");
  return std::move(*call);
}

}  // namespace kolog::twilio
