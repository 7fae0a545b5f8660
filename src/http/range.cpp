// SPDX-License-Identifier: Apache-2.0
#include "http/range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace kolog::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Digits only; a number too great for 64 bits is the greatest there is, for no file is that long.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : number;
}

bool takes_bytes_unit(std::string_view& header) {
  constexpr std::string_view kUnit = "bytes=";
  const bool named = header.size() > kUnit.size() &&
                     std::ranges::equal(header.substr(0, kUnit.size()), kUnit, {}, [](char c) {
                       return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
                     });
  if (named) header.remove_prefix(kUnit.size());
  return named;
}

RangeDecision suffix_of(std::uint64_t wanted, std::uint64_t size) {
  if (wanted == 0) return Unsatisfiable{};
  if (size == 0) return WholeFile{};  // Content-Range has no way to write an empty range
  const auto length = std::min(wanted, size);
  return ByteRange{size - length, length};
}

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

/// Takes one entity tag off the front of a list; empty at the end and at what is no tag.
std::string_view take_tag(std::string_view& list) {
  const auto start = list.find_first_not_of(" \t,");
  if (start == list.npos) return {};
  list.remove_prefix(start);
  const auto quote = list.starts_with("W/\"") ? std::size_t{2} : std::size_t{0};
  if (list[quote] != '"') return {};
  const auto end = list.find('"', quote + 1);
  if (end == list.npos) return {};
  const auto tag = list.substr(0, end + 1);
  list.remove_prefix(end + 1);
  return tag;
}

auto in_seconds(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

}  // namespace

RangeDecision parse_range(std::string_view header, std::uint64_t size) {
  header = trimmed(header);
  if (!takes_bytes_unit(header)) return WholeFile{};
  const auto range = trimmed(header);
  const auto dash = range.find('-');
  if (dash == range.npos) return WholeFile{};
  const auto first_text = range.substr(0, dash);
  const auto last_text = range.substr(dash + 1);
  const auto first = parse_number(first_text);
  const auto last = parse_number(last_text);
  if (first_text.empty()) return last ? suffix_of(*last, size) : RangeDecision{WholeFile{}};
  if (!first || (!last && !last_text.empty()) || (last && *last < *first)) return WholeFile{};
  if (*first >= size) return Unsatisfiable{};
  return ByteRange{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

std::string content_range(const RangeDecision& decision, std::uint64_t size) {
  const auto total = std::to_string(size);
  const auto* const range = std::get_if<ByteRange>(&decision);
  if (range == nullptr) return "bytes */" + total;
  return "bytes " + std::to_string(range->offset) + "-" + std::to_string(range->offset + range->length - 1) +
         "/" + total;
}

bool range_applies(const Headers& request, const Validators& current) {
  if (!request.contains("If-Range")) return true;
  const auto value = trimmed(request.get("If-Range"));
  // A weak tag is no date and so never fits: section 13.1.5 asks for strong comparison.
  if (value.starts_with('"')) return value == current.etag;
  const auto date = parse_rfc2822(value);
  return date && in_seconds(*date) == in_seconds(current.last_modified);
}

bool is_not_modified(const Headers& request, const Validators& current) {
  if (request.contains("If-None-Match")) {
    auto list = request.get("If-None-Match");
    if (trimmed(list) == "*") return true;
    for (auto tag = take_tag(list); !tag.empty(); tag = take_tag(list)) {
      if (opaque(tag) == opaque(current.etag)) return true;
    }
    return false;
  }
  const auto since = parse_rfc2822(trimmed(request.get("If-Modified-Since")));
  return since && in_seconds(current.last_modified) <= in_seconds(*since);
}

}  // namespace kolog::http
