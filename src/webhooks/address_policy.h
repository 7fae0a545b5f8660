// SPDX-License-Identifier: Apache-2.0
// Which addresses an outgoing webhook may reach: those of the public internet, unless the settings allow the
// private network. The answer are IP addresses to connect to, so that a second look-up cannot change them.
// Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kolog::webhooks {

/// A host's addresses in text form, in the order of preference. Not resolvable at the moment: `unavailable`.
using Resolver = std::function<Result<std::vector<std::string>>(const std::string& host)>;

/// getaddrinfo(3); blocks.
Result<std::vector<std::string>> resolve_host(const std::string& host);

/// Whether it is reachable over the public internet: neither private, loopback, link-local, shared (CGNAT),
/// multicast nor in another special range of IANA's registries, nor an IPv6 address that carries an IPv4 one.
bool is_public_address(std::string_view address);

enum class PrivateAddresses { refuse, allow };

class AddressPolicy {
 public:
  explicit AddressPolicy(PrivateAddresses private_addresses, Resolver resolver = resolve_host);

  /// What can be said of an endpoint's URL without resolving its host: https (http as well where private
  /// addresses are allowed), a host, no user name. Otherwise `invalid_request`.
  Result<void> check_url(std::string_view url) const;

  /// The IP addresses to connect to for `url`, one after the other until one answers; at least one. `refused`
  /// if any address of its host is not public and they must be; `invalid_request` and `unavailable` as above.
  Result<std::vector<std::string>> addresses_for(std::string_view url) const;

 private:
  PrivateAddresses private_addresses_;
  Resolver resolver_;
};

}  // namespace kolog::webhooks
