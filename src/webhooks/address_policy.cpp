// SPDX-License-Identifier: Apache-2.0
#include "webhooks/address_policy.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <span>
#include <sys/socket.h>
#include <utility>

#include "http/url.h"

namespace kolog::webhooks {
namespace {

using Ipv6 = std::array<std::uint8_t, 16>;

struct Ipv4Range {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
  return a << 24 | b << 16 | c << 8 | d;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry
constexpr Ipv4Range kSpecialIpv4[] = {
    {ipv4(0), 8},              // this network
    {ipv4(10), 8},             // private
    {ipv4(100, 64), 10},       // shared by carriers
    {ipv4(127), 8},            // loopback
    {ipv4(169, 254), 16},      // link-local, and the clouds' metadata services
    {ipv4(172, 16), 12},       // private
    {ipv4(192, 0, 0), 24},     // protocol assignments
    {ipv4(192, 0, 2), 24},     // documentation
    {ipv4(192, 88, 99), 24},   // 6to4 relays
    {ipv4(192, 168), 16},      // private
    {ipv4(198, 18), 15},       // benchmarks
    {ipv4(198, 51, 100), 24},  // documentation
    {ipv4(203, 0, 113), 24},   // documentation
    {ipv4(224), 4},            // multicast
    {ipv4(240), 4},            // reserved, broadcast
};

struct Ipv6Range {
  Ipv6 network;
  int bits;
};

// Of the addresses in 2000::/3, outside of which none is public:
// https://www.iana.org/assignments/iana-ipv6-special-registry
constexpr Ipv6Range kSpecialIpv6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4, which carries an IPv4 address
    {{0x3f, 0xff}, 20},              // documentation
};

bool is_public(std::uint32_t address) {
  return std::ranges::none_of(kSpecialIpv4, [address](const Ipv4Range& range) {
    const auto shift = 32 - range.bits;
    return address >> shift == range.network >> shift;
  });
}

bool is_within(const Ipv6& address, const Ipv6Range& range) {
  for (int bit = 0; bit < range.bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const auto mask = 0x80 >> bit % 8;
    if ((address[byte] & mask) != (range.network[byte] & mask)) return false;
  }
  return true;
}

bool is_public(const Ipv6& address) {
  return address[0] >> 5 == 1 && std::ranges::none_of(kSpecialIpv6, [&address](const Ipv6Range& range) {
           return is_within(address, range);
         });
}

Error bad_url(std::string why) {
  return failure(ErrorCode::invalid_request, std::move(why));
}

Result<http::Url> parse_endpoint(std::string_view text, PrivateAddresses private_addresses) {
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (text.size() > 2000 || !std::ranges::all_of(text, is_visible)) return bad_url("The URL is malformed");
  auto url = http::parse_url(text);
  if (!url) return bad_url("The URL is malformed");
  if (url->scheme != "https" && url->scheme != "http") return bad_url("The URL must start with https://");
  if (url->scheme == "http" && private_addresses == PrivateAddresses::refuse) {
    return bad_url("The URL must start with https://");
  }
  return url;
}

}  // namespace

Result<std::vector<std::string>> resolve_host(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0) {
    return failure(ErrorCode::unavailable, "The endpoint's host cannot be found", ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  std::vector<std::string> addresses;
  for (const auto* entry = found; entry != nullptr; entry = entry->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
      addresses.emplace_back(text.data());
    }
  }
  return addresses;
}

bool is_public_address(std::string_view address) {
  const std::string text(address);
  in_addr v4{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return is_public(ntohl(v4.s_addr));
  Ipv6 v6{};
  return ::inet_pton(AF_INET6, text.c_str(), v6.data()) == 1 && is_public(v6);
}

AddressPolicy::AddressPolicy(PrivateAddresses private_addresses, Resolver resolver)
    : private_addresses_(private_addresses), resolver_(std::move(resolver)) {}

Result<void> AddressPolicy::check_url(std::string_view url) const {
  const auto parsed = parse_endpoint(url, private_addresses_);
  if (!parsed) return parsed.error();
  return {};
}

Result<std::vector<std::string>> AddressPolicy::addresses_for(std::string_view url) const {
  const auto parsed = parse_endpoint(url, private_addresses_);
  if (!parsed) return parsed.error();
  // Addresses in figures go through the resolver too: it knows forms such as 2130706433 and 0x7f.1.
  auto addresses = resolver_(parsed->host);
  if (!addresses) return addresses;
  if (addresses->empty()) return failure(ErrorCode::unavailable, "The endpoint's host has no address");
  if (private_addresses_ == PrivateAddresses::allow) return addresses;
  if (!std::ranges::all_of(*addresses, is_public_address)) {
    return failure(ErrorCode::refused, "The endpoint's host is not on the public internet",
                   parsed->host + " has the address " + addresses->front());
  }
  return addresses;
}

}  // namespace kolog::webhooks
