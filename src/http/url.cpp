// SPDX-License-Identifier: Apache-2.0
#include "http/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace kolog::http {
namespace {

constexpr std::size_t kMaximumParameters = 1000;

constexpr std::array<std::pair<std::string_view, std::uint16_t>, 4> kSchemes = {
    {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}}};

enum class Plus { literal, space };

Error malformed(std::string_view what) {
  return failure(ErrorCode::invalid_request, "Malformed " + std::string(what));
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const int high = i + 1 < text.size() ? hexadecimal(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hexadecimal(text[i + 2]) : -1;
      if (high < 0 || low < 0) return malformed("percent-encoding");
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

/// Length of the well-formed sequence at the front (Unicode 15, table 3-7); 0 for none.
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < lowest || byte(1) > highest) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return 0;
  }
  return length;
}

bool has_dot_segment(std::string_view text) {
  while (true) {
    const auto end = text.find_first_of("/\\");
    const auto part = text.substr(0, end);
    if (part == "." || part == "..") return true;
    if (end == text.npos) return false;
    text.remove_prefix(end + 1);
  }
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

Result<std::string> percent_decode(std::string_view text) {
  return decode(text, Plus::literal);
}

Result<Parameters> parse_parameters(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), Plus::space);
    auto value = decode(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), Plus::space);
    if (!name) return name.error();
    if (!value) return value.error();
    if (name->find('\0') != name->npos || value->find('\0') != value->npos) return malformed("parameter");
    if (parameters.size() == kMaximumParameters) {
      return failure(ErrorCode::invalid_request, "Too many parameters");
    }
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return parameters;
}

std::string encode_parameters(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text += '&';
    text += percent_encode(name) + '=' + percent_encode(value);
  }
  return text;
}

Result<std::string> decode_segment(std::string_view segment) {
  auto decoded = decode(segment, Plus::literal);
  if (!decoded) return decoded;
  if (std::ranges::any_of(*decoded, is_control) || has_dot_segment(*decoded) || !is_utf8(*decoded)) {
    return malformed("path");
  }
  return decoded;
}

Result<std::string> decode_path(std::string_view path) {
  if (!path.starts_with('/')) return malformed("path");
  std::string decoded;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = decode_segment(path.substr(0, end));
    if (!segment) return segment.error();
    decoded.append("/").append(*segment);
    path.remove_prefix(end);
  }
  return decoded;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

Result<Url> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
  if (!parsed || !parsed->has_authority() || parsed->has_userinfo()) return malformed("URL");
  Url url;
  url.scheme = parsed->scheme();
  std::ranges::transform(url.scheme, url.scheme.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const auto* const scheme = std::ranges::find(kSchemes, url.scheme, [](const auto& s) { return s.first; });
  const std::string host(parsed->encoded_host());
  if (scheme == kSchemes.end() || host.empty() || host.find('%') != host.npos) return malformed("URL");
  url.host = host.front() == '[' ? host.substr(1, host.size() - 2) : host;
  std::ranges::transform(url.host, url.host.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  // Boost 1.81 reads `host:1x/` as port 1 and path `x/`, and larger ports than there are modulo 65536.
  const std::string_view path(parsed->encoded_path().data(), parsed->encoded_path().size());
  if (!path.empty() && !path.starts_with('/')) return malformed("URL");
  url.port = scheme->second;
  if (const std::string port = parsed->port(); !port.empty()) {
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc{} || end != port.data() + port.size() || url.port == 0) return malformed("URL");
  }
  url.target = path.empty() ? "/" : path;
  if (parsed->has_query()) url.target.append("?").append(std::string(parsed->encoded_query()));
  return url;
}

std::string origin_of(const Url& url) {
  const bool bracketed = url.host.find(':') != url.host.npos;
  std::string origin = url.scheme + "://" + (bracketed ? "[" + url.host + "]" : url.host);
  const auto* const scheme = std::ranges::find(kSchemes, url.scheme, [](const auto& s) { return s.first; });
  if (scheme == kSchemes.end() || scheme->second != url.port) origin += ":" + std::to_string(url.port);
  return origin;
}

}  // namespace kolog::http
