// SPDX-License-Identifier: Apache-2.0
// Who asks, and what that allows: a person with a session cookie, or a program with an API key. Blocks on the
// database; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "http/message.h"

namespace kolog::api {

inline constexpr std::string_view kSessionCookie = "kolog_session";
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

struct Principal {
  enum class Kind { person, api_key };

  Kind kind = Kind::person;
  std::string user_id;  // of a person; so are e-mail and CSRF token
  std::string email;
  std::string role;         // `owner` or `member`; a key acts as an owner
  std::string business_id;  // empty: a login without a business
  std::string csrf_token;
};

/// `unauthenticated` without valid credentials. A request with an Authorization header is judged by that
/// alone.
Result<Principal> authenticate(database::Database& database, const Clock& clock,
                               const http::Request& request);

/// A change with a session cookie must carry the session's token in `kCsrfHeader`: another site's page can
/// make a browser send the cookie, not the header. `forbidden` otherwise.
Result<void> check_csrf(const Principal& principal, const http::Request& request);

/// `forbidden` for a member.
Result<void> require_owner(const Principal& principal);

/// `forbidden` for a member and for an API key: programs read what people decide.
Result<void> require_owner_in_person(const Principal& principal);

/// If the browser says which page a request comes from, it must be one of ours: of the public URL, or of the
/// host that was asked. `forbidden` otherwise.
Result<void> check_origin(const http::Request& request, std::string_view public_url);

/// The session token that a request carries.
std::optional<std::string> session_token(const http::Request& request);

enum class Transport { plain, encrypted };

/// The value of Set-Cookie; a lifetime of 0 takes the cookie away.
std::string session_cookie(std::string_view token, std::chrono::seconds lifetime, Transport transport);

}  // namespace kolog::api
