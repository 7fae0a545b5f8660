// SPDX-License-Identifier: Apache-2.0
#include "api/authentication.h"

#include <boost/algorithm/string/predicate.hpp>
#include <fmt/format.h>

#include "api/token.h"
#include "http/url.h"
#include "store/user_store.h"

namespace kolog::api {
namespace {

/// Ours have 52 to 58 characters; nothing longer is worth hashing.
constexpr std::size_t kLongestToken = 128;

Error unauthenticated() {
  return failure(ErrorCode::unauthenticated, "Log in first");
}

Error forbidden(std::string message) {
  return failure(ErrorCode::forbidden, std::move(message));
}

Result<Principal> key_owner(database::Database& database, std::string_view authorization) {
  constexpr std::string_view kBearer = "Bearer ";
  if (!boost::istarts_with(authorization, kBearer)) return unauthenticated();
  const auto key = authorization.substr(kBearer.size());
  if (!key.starts_with(kApiKeyPrefix) || key.size() > kLongestToken) return unauthenticated();
  return database.read([&](database::Session& session) -> Result<Principal> {
    const auto found = store::UserStore(session).find_api_key(token_hash(key));
    if (!found) return failure(ErrorCode::unauthenticated, "The API key is not valid");
    Principal principal;
    principal.kind = Principal::Kind::api_key;
    principal.role = "owner";
    principal.business_id = found->business_id;
    return principal;
  });
}

}  // namespace

Result<Principal> authenticate(database::Database& database, const Clock& clock,
                               const http::Request& request) {
  if (request.headers.contains("Authorization")) {
    return key_owner(database, request.headers.get("Authorization"));
  }
  const auto token = session_token(request);
  if (!token) return unauthenticated();
  return database.read([&](database::Session& session) -> Result<Principal> {
    const auto found = store::UserStore(session).find_session(token_hash(*token), clock.now());
    if (!found) return unauthenticated();
    Principal principal;
    principal.user_id = found->user.id;
    principal.email = found->user.email;
    principal.role = found->user.role;
    principal.business_id = found->user.business_id;
    principal.csrf_token = found->csrf_token;
    return principal;
  });
}

Result<void> check_csrf(const Principal& principal, const http::Request& request) {
  if (principal.kind == Principal::Kind::api_key) return {};
  if (!principal.csrf_token.empty() &&
      equal_in_constant_time(request.headers.get(kCsrfHeader), principal.csrf_token)) {
    return {};
  }
  return forbidden(fmt::format("The {} header is missing or out of date", kCsrfHeader));
}

Result<void> require_owner(const Principal& principal) {
  if (principal.role == "owner") return {};
  return forbidden("Only an owner may do that");
}

Result<void> require_owner_in_person(const Principal& principal) {
  if (principal.kind == Principal::Kind::api_key)
    return forbidden("Only an owner may do that, and no API key");
  return require_owner(principal);
}

Result<void> check_origin(const http::Request& request, std::string_view public_url) {
  if (!request.headers.contains("Origin")) return {};
  const auto origin = http::parse_url(request.headers.get("Origin"));
  if (origin) {
    const auto ours = http::parse_url(public_url);
    if (ours && http::origin_of(*ours) == http::origin_of(*origin)) return {};
    const auto asked = http::parse_url(fmt::format("{}://{}", origin->scheme, request.headers.get("Host")));
    if (asked && http::origin_of(*asked) == http::origin_of(*origin)) return {};
  }
  return forbidden("The request comes from another site");
}

std::optional<std::string> session_token(const http::Request& request) {
  std::string_view cookies = request.headers.get("Cookie");
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    auto cookie = cookies.substr(0, end);
    cookies = end == cookies.npos ? std::string_view{} : cookies.substr(end + 1);
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    const auto equals = cookie.find('=');
    if (cookie.substr(0, equals) != kSessionCookie || equals == cookie.npos) continue;
    const auto token = cookie.substr(equals + 1);
    if (token.empty() || token.size() > kLongestToken) return std::nullopt;
    return std::string(token);
  }
  return std::nullopt;
}

std::string session_cookie(std::string_view token, std::chrono::seconds lifetime, Transport transport) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", kSessionCookie, token,
                     lifetime.count(), transport == Transport::encrypted ? "; Secure" : "");
}

}  // namespace kolog::api
