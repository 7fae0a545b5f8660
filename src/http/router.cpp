// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "http/url.h"

namespace kolog::http {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_capture(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_rest(std::string_view segment) {
  return segment == "*";
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  const bool open = !pattern.empty() && is_rest(pattern.back());
  if (open ? path.size() < pattern.size() : path.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (open && i + 1 == pattern.size()) return true;
    if (is_capture(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return true;
}

/// Whether `a` says more than `b` about a path that both fit.
bool more_specific(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto rank = [](std::string_view segment) {
    return is_rest(segment) ? 2 : is_capture(segment) ? 1 : 0;
  };
  return std::ranges::lexicographical_compare(a, b, {}, rank, rank);
}

std::map<std::string, std::string> captures_of(const std::vector<std::string>& pattern,
                                               const std::vector<std::string>& path) {
  std::map<std::string, std::string> captures;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_capture(pattern[i])) captures[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    if (!is_rest(pattern[i])) continue;
    auto& rest = captures["*"];
    for (std::size_t j = i; j < path.size(); ++j) rest += (j == i ? "" : "/") + path[j];
  }
  return captures;
}

std::string joined(const std::set<std::string>& methods) {
  std::string text;
  for (const auto& method : methods) text += (text.empty() ? "" : ", ") + method;
  return text;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  const auto segments = split(pattern);
  routes_.push_back({std::string(method), {segments.begin(), segments.end()}, std::move(handler)});
}

std::variant<Router::Match, Router::NotFound, Router::MethodNotAllowed, Router::BadPath> Router::find(
    std::string_view method, std::string_view path) const {
  if (!path.starts_with('/')) return BadPath{};
  std::vector<std::string> segments;
  for (const auto segment : split(path)) {
    auto decoded = decode_segment(segment);
    if (!decoded) return BadPath{};
    segments.push_back(*std::move(decoded));
  }

  const Route* best = nullptr;
  std::set<std::string> allowed;
  // A HEAD route of its own is preferred to the GET route that stands in for it.
  const auto suits = [&](const Route& route) {
    return route.method == method || (method == "HEAD" && route.method == "GET");
  };
  for (const auto& route : routes_) {
    if (!fits(route.segments, segments)) continue;
    allowed.insert(route.method);
    if (route.method == "GET") allowed.insert("HEAD");
    if (!suits(route)) continue;
    const bool better = best == nullptr || more_specific(route.segments, best->segments) ||
                        (!more_specific(best->segments, route.segments) && best->method != method);
    if (better) best = &route;
  }
  if (best != nullptr) return Match{&best->handler, captures_of(best->segments, segments)};
  if (allowed.empty()) return NotFound{};
  return MethodNotAllowed{joined(allowed)};
}

}  // namespace kolog::http
